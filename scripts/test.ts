import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const root = resolve(import.meta.dirname, '..')

const help = `Runs the tests.

  npm test                       every test that needs no browser
  npm run test:browser           the tests in a real Chromium (CHROMIUM_PATH, default /usr/bin/chromium)
  npm test -- payment tidy       only files whose path contains one of these words

Example: npm test -- packages/domain/src/money`

const isBrowserTest = (path: string): boolean => path.endsWith('.browser.test.ts')

/** The test files of one kind, of which `words` may choose some. */
const findTests = (options: { browser: boolean; words: readonly string[] }): string[] =>
  globSync('{packages,apps,test,bench}/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] })
    .filter((path) => isBrowserTest(path) === options.browser)
    .filter((path) => options.words.length === 0 || options.words.some((word) => path.includes(word)))
    .sort()

/** What takes longest begins first, so that nothing long is left alone at the end. */
const longest = [
  'settlement/a-year',
  'crash/crash-points-of-remittance',
  'crash/crash-points-of-settlement',
  'world/month',
  'crash/crash-points',
  'webhook',
  'sandbox/start',
  'remittance',
  'world',
]

const placeOf = (path: string): number => {
  const place = longest.findIndex((word) => path.includes(word))
  return place === -1 ? longest.length : place
}

/** Much of a test is waiting for what another program does: somewhat more files than processors keep those busy. */
const atOnce = Math.max(3, Math.ceil(availableParallelism() * 1.5))

/** Hands the files to the runner of Node.js; what it prints, its summary last, goes through as it is. */
const runTests = (files: readonly string[]): void => {
  // Tests start programs again and again: what is compiled is kept.
  process.env.NODE_COMPILE_CACHE ??= resolve(root, 'node_modules/.cache/compiled')
  const inOrder = files.toSorted((a, b) => placeOf(a) - placeOf(b)).map((path) => resolve(root, path))
  run({ files: inOrder, concurrency: atOnce, cwd: root })
    .on('test:fail', () => {
      process.exitCode = 1
    })
    .compose(new spec())
    .pipe(process.stdout)
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const options = process.argv.slice(2).filter((word) => word.startsWith('-'))
const unknown = options.filter((option) => option !== '--browser' && option !== '--help')
const files = findTests({ browser: options.includes('--browser'), words })

if (options.includes('--help')) {
  console.log(help)
} else if (unknown.length > 0) {
  console.error(`There is no option ${unknown.join(', ')}.\n\n${help}`)
  process.exitCode = 2
} else if (files.length === 0) {
  const kind = options.includes('--browser') ? 'browser test' : 'test'
  const chosen = words.length === 0 ? '' : ` whose path contains ${words.map((word) => `"${word}"`).join(' or ')}`
  console.error(`No file matches: there is no ${kind}${chosen}. See: npm test -- --help`)
  process.exitCode = 1
} else {
  runTests(files)
}
