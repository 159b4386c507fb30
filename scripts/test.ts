import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'

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

/** Hands the files to the runner of Node.js, at most two at once; what it prints, its summary last, goes through as it is. */
const runTests = (files: readonly string[]): void => {
  const options = ['--test', '--test-reporter=spec', '--test-concurrency=2']
  // Tests start programs again and again: what is compiled is kept.
  const env = { NODE_COMPILE_CACHE: resolve(root, 'node_modules/.cache/compiled'), ...process.env }
  const runner = spawn(process.execPath, [...options, ...files], { cwd: root, stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
  runner.on('error', (error) => {
    console.error(`The test runner does not start: ${error.message}`)
    process.exitCode = 1
  })
  runner.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
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
