import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { freePort } from '@silkgate/postgres'
import { installPacked, type Packed, undocumented } from '../support/packed.ts'
import { until } from '../support/until.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'packages/alipayplus/README.md'), 'utf8')
const programs = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
const clientId = 'SANDBOX_5YC47N2ZQHJ004124'

describe('@silkgate/alipayplus, packed and installed in an empty folder', () => {
  let packed: Packed
  before(async () => {
    packed = await installPacked('alipayplus')
  })
  after(() => packed.remove())

  test('needs no other package', () => {
    const installed = globSync('node_modules/{*,@*/*}/package.json', { cwd: packed.folder })
    assert.deepEqual(installed, ['node_modules/@silkgate/alipayplus/package.json'])
  })

  test('has types that a compiler takes', async () => {
    const file = packed.write(
      'typed.ts',
      `import { classifyResult, type Classified, type PayRequest } from '@silkgate/alipayplus'
       export const said: Classified = classifyResult({ resultCode: 'SUCCESS', resultStatus: 'S' })
       export const idOf = ({ paymentRequestId }: PayRequest): string => paymentRequestId\n`,
    )
    await packed.compile(file)
    const wrong =
      "import type { Amount } from '@silkgate/alipayplus'\nexport const one: Amount = { currency: 'EUR', value: 1 }\n"
    await assert.rejects(packed.compile(packed.write('wrong.ts', wrong)), {
      stdout: /'number' is not assignable to type 'string'/,
    })
  })

  test('signs and verifies alone, as its README says', async () => {
    const alone = programs.find((code) => code.includes('contentToSign({')) ?? assert.fail('no such program')
    const values = `import { generateKeyPairSync } from 'node:crypto'
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const [clientId, time, body] = ['C', '2026-11-24T09:00:00Z', '{}']\n`
    const printed = alone.replace(/^verify\((.*)\) \/\/ true.*$/m, 'console.log(verify($1))')
    const { stdout } = await run(process.execPath, [packed.write('alone.mjs', `${values}${printed}`)])
    assert.equal(stdout, 'true\n')
  })

  test('says what a result means, as its README says', async () => {
    const code = programs.find((one) => one.includes('NEVER_HEARD_OF')) ?? assert.fail('no such program')
    const said = [...code.matchAll(/^classifyResult\(.*?\) \/\/ (.*)$/gm)].map(([, result]) => result)
    assert.equal(said.length, 3)
    const printed = code.replace(/^(classifyResult\(.*?\}\)) \/\/.*$/gm, 'console.log($1)')
    const { stdout } = await run(process.execPath, [packed.write('classify.mjs', printed)])
    assert.deepEqual(stdout.trim().split('\n'), said)
  })

  test('takes a payment and gives a part of it back with the program of its README', async (t) => {
    const port = await freePort()
    const env = {
      ...process.env,
      SIMULATOR_PORT: String(port),
      LOG_LEVEL: 'error',
      SIMULATOR_DATABASE_URL: '',
      CLOCK_DATABASE_URL: '',
    }
    const simulator = spawn(process.execPath, [join(root, 'apps/simulator/src/main.ts')], { env, stdio: 'inherit' })
    t.after(async () => {
      simulator.kill('SIGTERM')
      await once(simulator, 'exit')
    })
    const url = `http://127.0.0.1:${port}`
    const control = async (path: string, method: string, body?: object) => {
      const headers = { 'Content-Type': 'application/json' }
      const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
      return (await fetch(`${url}/control/${path}`, init)).json() as Promise<Record<string, never>>
    }
    await until(
      'the simulator serves',
      () =>
        control('keys', 'GET').then(
          () => true,
          () => false,
        ),
      30_000,
    )
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    await control('keys', 'PUT', { clientId, keyVersion: '1', publicKey })
    const { alipayPlus } = (await control('keys', 'GET')) as unknown as { alipayPlus: { publicKey: string }[] }
    await control('faults', 'PUT', { faults: [{ name: 'answer_lost', times: 2 }] })

    const main = packed.write(
      'main.mjs',
      programs.find((code) => code.includes('createServer')) ?? assert.fail('no program'),
    )
    const settings = {
      ALIPAYPLUS_URL: url,
      CLIENT_ID: clientId,
      OUR_PRIVATE_KEY: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      THEIR_PUBLIC_KEY: alipayPlus[0]?.publicKey ?? '',
    }
    const program = spawn(process.execPath, [main], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    for await (const line of createInterface(program.stdout)) {
      lines.push(line.replace(/^open .*/, 'open'))
      if (line.startsWith('open ')) await control('pay', 'POST', { redirectUrl: line.slice('open '.length) })
    }
    assert.deepEqual(lines, ['open', 'announced true S', 'paid S, settles 1113 EUR', 'refunded S, takes 279'])
  })
})

test('every name that the package exports says what it is', () => assert.deepEqual(undocumented('alipayplus'), []))
