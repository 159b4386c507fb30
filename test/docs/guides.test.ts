import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'

const root = resolve(import.meta.dirname, '../..')

/** The code of a page that can be run: its blocks marked "js run", one after the other, as one program. */
const programIn = (page: string): string =>
  [...page.matchAll(/^```js run\n([\s\S]*?)^```/gm)].map(([, code = '']) => code).join('\n')

/** What a program's lines print, where a comment behind them says so, in order; … stands for anything. */
const promisedBy = (program: string): readonly string[] =>
  [...program.matchAll(/^\s*console\.log\(.*\) \/\/ (.+)$/gm)].map(([, says = '']) => says)

const matches = (line: string, promised: string): boolean => {
  const parts = promised.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(line)
}

/** Runs a program as somebody would who pasted it into a file of this folder. */
const run = (program: string): Promise<{ code: number | null; printed: readonly string[]; troubles: string }> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-'], { cwd: root })
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => done({ code, printed: texts.stdout.trimEnd().split('\n'), troubles: texts.stderr }))
    child.stdin.end(program)
  })

const pages = globSync('docs/**/*.md', { cwd: root })
  .sort()
  .map((path) => ({ path, program: programIn(readFileSync(resolve(root, path), 'utf8')) }))
  .filter(({ program }) => program !== '')

describe('the code on a page', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox?.close())

  /** The pages name the ports of npm start; this sandbox has others. */
  const here = (text: string): string =>
    text.replaceAll('8080', new URL(sandbox.gatewayUrl).port).replaceAll('8090', new URL(sandbox.simulatorUrl).port)

  for (const { path, program } of pages) {
    test(`${path} does what it says`, async () => {
      const promised = promisedBy(here(program))
      const { code, printed, troubles } = await run(here(program))
      assert.equal(code, 0, troubles)
      assert.equal(printed.length, promised.length, printed.join('\n'))
      for (const [at, says] of promised.entries()) {
        assert.ok(matches(printed[at] ?? '', says), `"${printed[at]}" is not "${says}"`)
      }
    })
  }

  test('is there, for the first payment and each task of a merchant', () => {
    const named = pages.map(({ path }) => path)
    for (const path of [
      'docs/start/first-payment.md',
      'docs/guides/hosted-checkout.md',
      'docs/guides/refund.md',
      'docs/guides/moving-from-worldline.md',
    ]) {
      assert.ok(named.includes(path), path)
    }
  })

  test('is found by its mark, with what it promises to print', () => {
    const page =
      '```js run\nconsole.log(1) // 1\n```\n\n```js\nnever()\n```\n\n```js run\nconsole.log("a-" + 2) // a-…\n```\n'
    assert.deepEqual(promisedBy(programIn(page)), ['1', 'a-…'])
    assert.deepEqual([matches('a-2', 'a-…'), matches('b-2', 'a-…'), matches('a+b', 'a+b')], [true, false, true])
  })
})
