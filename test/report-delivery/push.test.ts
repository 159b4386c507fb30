import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { makeReport } from '../support/made-report.ts'
import { type MerchantSftp, openMerchantSftp } from '../support/merchant-sftp.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const hashOf = (body: Buffer | undefined) =>
  createHash('sha256')
    .update(body ?? 'nothing')
    .digest('hex')

describe('reports that are pushed', () => {
  let sandbox: TestSandbox
  let merchant: MerchantSftp
  let day = 0
  before(async () => {
    sandbox = await aSandbox('error', { ...noon, REPORTS_KEPT_FOR: 'P9D' })
    merchant = await openMerchantSftp()
  })
  after(async () => {
    await merchant?.close()
    await sandbox?.close()
  })

  const set = async (more: readonly string[] = []) => {
    const there = ['--host', '127.0.0.1', '--port', String(merchant.port), '--user', 'silkgate', '--path', '/in/']
    const [row] = await silkgate(
      sandbox,
      'report-push',
      'set',
      '5678',
      ...there,
      '--host-key',
      merchant.hostKey(),
      ...more,
    )
    return row
  }
  const state = async () => (await silkgate(sandbox, 'report-push', 'list'))[0]
  const nextDay = () => `2026-11-${String(++day).padStart(2, '0')}`
  const make = (body: string | Buffer = 'a,b\n') => makeReport(sandbox, '5678', nextDay(), body)
  const lies = (name: string) => until(`${name} lies there`, () => merchant.files.get(`/in/${name}`))
  /** The clock stands still until nothing is due: every try that is due has been made by then. */
  const tried = () => advance(sandbox, 'PT1S')

  test('go to a server that lets our key in: under a name beside their own first, and each once', async () => {
    const before = await make('before it was set')
    await tried()
    const row = await set()
    merchant.letIn = String(row?.publicKey)
    const body = randomBytes(1_700_001)
    const report = await make(body)
    await lies(report.name)
    await tried()
    assert.equal(hashOf(merchant.files.get(`/in/${report.name}`)), report.sha256)
    assert.deepEqual(merchant.renamed, [`/in/${report.name}`])
    assert.deepEqual([...merchant.files.keys()], [`/in/${report.name}`], 'nothing is left beside it')
    assert.ok(!merchant.files.has(`/in/${before.name}`))
    const { waiting, pushed, problem, publicKey } = (await state()) ?? {}
    assert.deepEqual({ waiting, pushed, problem }, { waiting: 0, pushed: 1, problem: null })
    assert.equal((await set())?.publicKey, publicKey, 'the key stays')
  })

  test('are put there again when that is asked for, in the place of what lies there', async () => {
    const report = await make('once')
    await lies(report.name)
    merchant.files.set(`/in/${report.name}`, Buffer.from('spoiled'))
    const [resent] = await silkgate(sandbox, 'report', 'resend', report.name)
    assert.deepEqual(resent, { name: report.name, webhooks: 0, pushes: 1 })
    await until('it is whole again', () => hashOf(merchant.files.get(`/in/${report.name}`)) === report.sha256)
    await tried()
    assert.equal(merchant.renamed.filter((name) => name.endsWith(report.name)).length, 2)
    await assert.rejects(silkgate(sandbox, 'report', 'resend', 'wx1.none'), /there is no report "wx1.none"/)
  })

  test('wait for a server that breaks off, and are tried later and later, until it takes them', async () => {
    merchant.breaksAfter = 100_000
    const [one, two] = [await make(randomBytes(400_000)), await make('b')]
    await tried()
    const failed = await state()
    assert.deepEqual({ failures: failed?.failures, waiting: failed?.waiting }, { failures: 1, waiting: 2 })
    await advance(sandbox, 'PT2M')
    assert.equal((await state())?.failures, 3)
    assert.ok(!merchant.files.has(`/in/${one.name}`))
    merchant.breaksAfter = Number.POSITIVE_INFINITY
    await advance(sandbox, 'PT10M')
    assert.equal(hashOf(merchant.files.get(`/in/${one.name}`)), one.sha256)
    assert.equal(hashOf(merchant.files.get(`/in/${two.name}`)), two.sha256)
    assert.deepEqual((({ failures, problem }) => ({ failures, problem }))((await state()) ?? {}), {
      failures: 0,
      problem: null,
    })
  })

  test('are given to no server with another host key, nor is our key shown to it', async () => {
    merchant.changeHostKey()
    const report = await make()
    await tried()
    assert.match(String((await state())?.problem), /shows the host key SHA256:.{43}, not SHA256:.{43}/)
    assert.ok(!merchant.files.has(`/in/${report.name}`))
    await set()
    await lies(report.name)
  })

  test('are given up when they are removed, or nothing is to be pushed any more', async () => {
    merchant.letIn = undefined
    await make()
    await advance(sandbox, 'P9D')
    assert.deepEqual((({ waiting }) => waiting)((await state()) ?? {}), 0)
    await make()
    await silkgate(sandbox, 'report-push', 'remove', '5678', '--as', 'ben@psp.example')
    assert.equal(await state(), undefined)
    await assert.rejects(silkgate(sandbox, 'report-push', 'remove', '5678'), /pushed nowhere/)
    const pushes = (await silkgate(sandbox, 'merchant', 'history', '5678')).filter(({ what }) =>
      /push/.test(String(what)),
    )
    assert.deepEqual(
      [pushes[0], pushes.at(-1)].map((change) => [change?.what, change?.by]),
      [
        ['report push set', 'operator@sandbox.example'],
        ['report push removed', 'ben@psp.example'],
      ],
    )
    await tried()
  })

  test('are refused an address that is none', async () => {
    await assert.rejects(set(['--host-key', 'MD5:aa']), /--host-key: a fingerprint/)
    await assert.rejects(set(['--port', '70000']), /--port: a number/)
    await assert.rejects(set(['--host', 'a b']), /--host: a host name/)
    await assert.rejects(silkgate(sandbox, 'report-push', 'remove', '99'), /no merchant 99/)
  })
})
