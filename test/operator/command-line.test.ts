import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { anOrder, sdkClient } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'

const terms = ['--name', 'Tea House B.V.', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']

describe('the operator’s command line', () => {
  let sandbox: TestSandbox
  let teaHouse: Record<string, unknown> | undefined
  before(async () => {
    sandbox = await aSandbox()
    const names = ['--display-name', 'Tea House', '--limit', 'EUR=100000']
    const fee = ['--fee-basis-points', '150', '--fee-fixed', '25']
    ;[teaHouse] = await silkgate(sandbox, 'merchant', 'add', '77', ...terms, ...names, ...fee)
  })
  after(() => sandbox.close())

  /** What a command that fails says. */
  const failure = (...command: string[]): Promise<string> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATA_DIR: sandbox.dataDir, DATABASE_URL: sandbox.databaseUrl }
      const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
      execFile(process.execPath, [main, ...command], { env }, (error, stdout, stderr) => {
        assert.ok(error, `${command.join(' ')} did not fail: ${stdout}`)
        resolve(stderr)
      })
    })
  test('adds a merchant that can take payments with its own key at once', async () => {
    const { merchantId, displayName, mcc, settlementCurrency, limits } = teaHouse ?? {}
    assert.deepEqual(
      [merchantId, displayName, mcc, settlementCurrency, limits],
      ['77', 'Tea House', '5499', 'EUR', { EUR: '100000' }],
    )
    const [key] = await silkgate(sandbox, 'api-key', 'add', '77')
    const identity = { merchantId: '77', apiKeyId: String(key?.keyId), secretApiKey: String(key?.secret) }
    const answer = await sdkClient(sandbox.gatewayUrl, identity).v1.payments.create('77', anOrder())
    assert.equal(answer.status, 201)
  })

  test('shows secrets once, and stores them encrypted', async () => {
    const [key] = await silkgate(sandbox, 'webhook-key', 'add', '77')
    const listed = await silkgate(sandbox, 'webhook-key', 'list', '77')
    assert.deepEqual(
      listed.map(({ keyId, secret }) => [keyId, secret]),
      [[key?.keyId, undefined]],
    )
    const rows = await sandbox.db.read<{ secret: Buffer }>({ text: 'select secret from webhook_keys', values: [] })
    const sealed = rows.map(({ secret }) => secret.toString('latin1')).join()
    for (const secret of [String(key?.secret), 'sandbox-webhooks-secret']) assert.ok(!sealed.includes(secret))
    const [own] = await sandbox.db.read<{ private_key: Buffer }>({
      text: "select private_key from alipayplus_keys where side = 'ours'",
      values: [],
    })
    assert.equal(own?.private_key[0], 1, 'the private key is sealed')
  })

  test('lists merchants, keys and endpoints, one JSON object a line', async () => {
    const merchants = await silkgate(sandbox, 'merchant', 'list')
    assert.deepEqual(
      merchants.map(({ merchantId }) => merchantId),
      ['77', '1234', '5678'],
    )
    const contracts = merchants[1]?.contracts as { feeBasisPoints: string; feeFixed: { minor: string } }[] | undefined
    assert.deepEqual([contracts?.[0]?.feeBasisPoints, contracts?.[0]?.feeFixed.minor], ['140', '10'])
    const keys = await silkgate(sandbox, 'api-key', 'list', '1234')
    assert.deepEqual(
      keys.map(({ keyId }) => keyId),
      ['sandbox-key-id'],
    )
    await silkgate(sandbox, 'webhook-endpoint', 'add', '77', 'https://tea.example/hook', '--events', 'payment.captured')
    const [endpoint] = await silkgate(sandbox, 'webhook-endpoint', 'list', '77')
    assert.deepEqual([endpoint?.url, endpoint?.events], ['https://tea.example/hook', ['payment.captured']])
  })

  test('keeps several of Alipay+’s keys in force at once, and retires them', async () => {
    const [theirs] = (await silkgate(sandbox, 'alipayplus-key', 'list')).filter(({ side }) => side === 'theirs')
    const file = join(sandbox.dataDir, 'their-key.pem')
    const pem = `-----BEGIN PUBLIC KEY-----\n${theirs?.publicKey}\n-----END PUBLIC KEY-----\n`
    writeFileSync(file, pem)
    await silkgate(sandbox, 'alipayplus-key', 'add', 'theirs', '2', file)
    const [ours] = await silkgate(sandbox, 'alipayplus-key', 'add', 'ours', '2')
    assert.match(String(ours?.publicKey), /^MIIBIjANBgkq/)
    assert.equal(ours?.privateKey, undefined)
    const inUse = async () =>
      (await silkgate(sandbox, 'alipayplus-key', 'list'))
        .filter(({ usedFrom }) => usedFrom !== null)
        .map((key) => key.keyVersion)
    assert.deepEqual(await inUse(), ['1'], 'a new key is not used before Alipay+ knows it')
    await silkgate(sandbox, 'alipayplus-key', 'use', '2')
    assert.deepEqual(await inUse(), ['1', '2'])
    await silkgate(sandbox, 'alipayplus-key', 'use', '1')
    await silkgate(sandbox, 'alipayplus-key', 'retire', 'theirs', '2')
    assert.match(await failure('alipayplus-key', 'retire', 'theirs', '2'), /no key version 2 of theirs in force/)
  })

  test('says what is wrong and how to put it right', async () => {
    const wrong: [RegExp, ...string[]][] = [
      [/"0012" is no merchant id: up to ten digits, no leading zero/, 'merchant', 'add', '0012', ...terms],
      [/Merchant 1234 is there already/, 'merchant', 'add', '1234', ...terms],
      [/--mcc: four digits are expected/, 'merchant', 'add', '78', ...terms, '--mcc', '12'],
      [/--limit: .*EUR=100000/, 'merchant', 'add', '78', ...terms, '--limit', 'EURO=1'],
      [/JPY has no decimals/, 'merchant', 'add', '78', ...terms, '--limit', 'JPY=150'],
      [/There is no merchant 99/, 'api-key', 'add', '99'],
      [/There is no merchant 99/, 'merchant', 'set', '99', '--expires-after', 'PT5M'],
      ...['PT59S', '5'].map((wrong): [RegExp, ...string[]] => [
        /--expires-after: from PT1M to PT10M, in whole seconds, is expected, not "/,
        ...['merchant', 'set', '77', '--expires-after', wrong],
      ]),
      [/is not an absolute URL/, 'webhook-endpoint', 'add', '77', 'tea.example/hook'],
      [/has this endpoint already/, 'webhook-endpoint', 'add', '77', 'https://tea.example/hook'],
      [
        /"payment.capture" is no event of ours\. There are payment\.created/,
        'webhook-endpoint',
        'add',
        '77',
        'https://t.example/',
        '--events',
        'payment.capture',
      ],
      [/unknown command/, 'merchants'],
    ]
    for (const [says, ...command] of wrong) assert.match(await failure(...command), says, command.join(' '))
  })

  test('does not open secrets with another master key', async () => {
    const said = await new Promise<string>((resolve) => {
      const env = { ...process.env, DATA_DIR: sandbox.dataDir, MASTER_KEY: 'short', DATABASE_URL: sandbox.databaseUrl }
      const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
      execFile(process.execPath, [main, 'api-key', 'add', '77'], { env }, (_error, _stdout, stderr) => resolve(stderr))
    })
    assert.match(said, /MASTER_KEY: 32 bytes in base64 are needed.*openssl rand -base64 32/)
    assert.equal(readFileSync(join(sandbox.dataDir, 'master-key'), 'utf8').length, 44)
  })
})
