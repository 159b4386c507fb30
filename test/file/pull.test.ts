import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { clearingPath, pullOf, receivedFiles, settlementPath, writeFile } from '../support/files.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance, clockOf, setFaults } from '../support/simulator.ts'

const hashOf = (body: string | Buffer) => createHash('sha256').update(body).digest('hex')

/** Eight in the morning of Alipay+ has been at midnight UTC: a day of the clock brings the pull of both sides. */
describe('files that are fetched', () => {
  let sandbox: TestSandbox
  let day = 24
  before(async () => {
    sandbox = await aSandbox('info', noon)
  })
  beforeEach(() => setFaults(sandbox))
  after(() => sandbox?.close())

  /** The day at Alipay+ whose morning comes next, "20261125"; each test has a day of its own. */
  const nextDay = () => `202611${++day}`
  const names = async () => (await receivedFiles(sandbox)).map(({ name }) => name)

  test('lie in the folder of their day, or at the bank in one, and are received with their bytes', async () => {
    const [today, at] = [nextDay(), await clockOf(sandbox)]
    await writeFile(sandbox, 'alipayplus', clearingPath(today, 'summary_1.csv'), 'a,b\n1,2\n', at)
    await writeFile(sandbox, 'alipayplus', settlementPath(today, 'settlement_1.csv'), 'c\n3\n', at)
    await writeFile(sandbox, 'alipayplus', clearingPath('20261101', 'older.csv'), 'long ago', at)
    await writeFile(sandbox, 'bank', '/statements/camt053_1.xml', '<Document/>', at)
    await advance(sandbox, 'P1D')
    const files = await receivedFiles(sandbox)
    assert.deepEqual(
      files.map(({ source, name, how, bytes }) => ({ source, name, how, bytes })),
      [
        { source: 'alipayplus', name: 'summary_1.csv', how: 'sftp', bytes: 8 },
        { source: 'alipayplus', name: 'settlement_1.csv', how: 'sftp', bytes: 4 },
        { source: 'bank', name: 'camt053_1.xml', how: 'sftp', bytes: 11 },
      ],
    )
    assert.deepEqual(
      files.map(({ receivedAt }) => receivedAt.toISOString()),
      ['2026-11-25T00:01:00.000Z', '2026-11-25T00:01:00.000Z', '2026-11-25T05:01:00.000Z'],
    )
    for (const { source, sha256 } of files) {
      const body = readFileSync(join(sandbox.dataDir, 'files', source, sha256.slice(0, 2), sha256))
      assert.equal(hashOf(body), sha256)
    }
    assert.deepEqual(readdirSync(join(sandbox.dataDir, 'files/incoming')), [])
  })

  test('come once by their content, whatever they are called', async () => {
    const [today, at] = [nextDay(), await clockOf(sandbox)]
    await writeFile(sandbox, 'alipayplus', clearingPath(today, 'summary_again.csv'), 'a,b\n1,2\n', at)
    const known = await names()
    await advance(sandbox, 'P1D')
    // It was refused under its first name, and is looked at again under the new one.
    const again = known.map((name) => (name === 'summary_1.csv' ? 'summary_again.csv' : name))
    assert.deepEqual(await names(), again)
    const paths = await sandbox.db.read<{ path: string }>({
      text: `select n.path from received_file_names n join received_files f using (file_id) where f.name = 'summary_again.csv'
              order by n.path`,
      values: [],
    })
    assert.deepEqual(
      paths.map(({ path }) => path),
      [clearingPath('20261125', 'summary_1.csv'), clearingPath(today, 'summary_again.csv')],
    )
  })

  test('go on where a broken transfer ended', async () => {
    const [today, at] = [nextDay(), await clockOf(sandbox)]
    const body = Buffer.alloc(9_000_001, 'one line of many\n')
    await writeFile(sandbox, 'alipayplus', clearingPath(today, 'big.csv'), body, at)
    await setFaults(sandbox, { name: 'sftp-breaks' })
    await advance(sandbox, 'P1D')
    const big = (await receivedFiles(sandbox)).find(({ name }) => name === 'big.csv')
    assert.equal(big?.sha256, hashOf(body))
    assert.equal(big?.receivedAt.toISOString(), '2026-11-27T00:01:00.000Z', 'within the same look')
    const told = sandbox.logged().filter(({ msg }) => msg === 'an SFTP transfer broke; going on with it')
    assert.equal(told.length, 1)
  })

  test('are looked for again after a quarter of an hour while the server refuses', async () => {
    const [today, at] = [nextDay(), await clockOf(sandbox)]
    await writeFile(sandbox, 'alipayplus', clearingPath(today, 'late.csv'), 'late', at)
    await setFaults(sandbox, { name: 'sftp-refused', times: 2 })
    await advance(sandbox, 'PT13H')
    const [late] = (await receivedFiles(sandbox)).slice(-1)
    assert.deepEqual([late?.name, late?.receivedAt.toISOString()], ['late.csv', '2026-11-28T00:31:00.000Z'])
    assert.deepEqual((await pullOf(sandbox, 'alipayplus')).due_at, new Date('2026-11-29T00:01:00Z'))
    await advance(sandbox, 'PT11H')
  })

  test('are looked for until two hours later where there was something the day before', async () => {
    const today = nextDay()
    await advance(sandbox, 'PT13H')
    assert.deepEqual((await pullOf(sandbox, 'alipayplus')).due_at, new Date('2026-11-29T01:01:00Z'))
    await writeFile(sandbox, 'alipayplus', settlementPath(today, 'late2.csv'), 'late too', await clockOf(sandbox))
    await advance(sandbox, 'PT11H')
    const [late] = (await receivedFiles(sandbox)).slice(-1)
    assert.deepEqual([late?.name, late?.receivedAt.toISOString()], ['late2.csv', '2026-11-29T01:01:00.000Z'])
  })

  test('are not looked for all day where nothing comes', async () => {
    await advance(sandbox, 'P3D')
    assert.equal((await pullOf(sandbox, 'alipayplus')).tries, 0)
    assert.deepEqual((await pullOf(sandbox, 'alipayplus')).due_at, new Date('2026-12-03T00:01:00Z'))
    assert.deepEqual((await pullOf(sandbox, 'bank')).due_at, new Date('2026-12-03T05:01:00Z'))
  })

  test('are not fetched from a server with another host key', async () => {
    await writeFile(sandbox, 'bank', '/statements/forged.xml', '<Document>forged</Document>', await clockOf(sandbox))
    const key = `SHA256:${'A'.repeat(43)}`
    const port = await sftpPort(sandbox)
    await sandbox.gateway().end('SIGTERM')
    await sandbox.startGateway({
      BANK_SFTP_URL: `sftp://bank@127.0.0.1:${port}/statements`,
      BANK_SFTP_HOST_KEY: key,
    })
    await advance(sandbox, 'P1D')
    const { problem } = await pullOf(sandbox, 'bank')
    assert.match(problem ?? '', /shows the host key SHA256:.{43}, not SHA256:A{43}/)
    assert.ok(!(await names()).includes('forged.xml'))
  })
})

const sftpPort = async ({ simulatorUrl }: TestSandbox): Promise<number> =>
  ((await (await fetch(`${simulatorUrl}/control/sftp`)).json()) as { port: number }).port
