import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { clearingPath, receivedFiles, writeFile } from '../support/files.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance, clockOf } from '../support/simulator.ts'
import { isOfFile } from './groups.ts'
import { crashAt } from './walk.ts'

const isOfTaking = (point: CrashPoint): boolean => / file\.commit_(claim|taken)$/.test(point)

describe('a gateway that dies over a file', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const text = 'create table taken_lines (file_id uuid, n integer, line text, primary key (file_id, n))'
    await sandbox.db.write('chore.set_up', { text, values: [] })
  })
  after(() => sandbox?.close())

  const pull = async (point: CrashPoint): Promise<void> => {
    const at = await clockOf(sandbox)
    const day = new Date(at.getTime() + 24 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
    const body = `${point}\n`.repeat(200_000)
    await writeFile(sandbox, 'alipayplus', clearingPath(day, `${point}.csv`), body, at)
    await crashAt(sandbox, point, { during: () => advance(sandbox, 'P1D') })
    await sandbox.startGateway()
    await advance(sandbox, 'P1D')
    const files = (await receivedFiles(sandbox)).filter(({ name }) => name === `${point}.csv`)
    const sha256 = createHash('sha256').update(body).digest('hex')
    assert.deepEqual(
      files.map((file) => file.sha256),
      [sha256],
    )
    const kept = readFileSync(join(sandbox.dataDir, 'files/alipayplus', sha256.slice(0, 2), sha256), 'utf8')
    assert.equal(kept, body)
  }

  for (const point of crashPoints.filter((one) => isOfFile(one) && !isOfTaking(one))) {
    test(`${point} receives it once, whole`, () => pull(point))
  }

  /** Each time a minute later, when the lease of one that died has ended. */
  let wallMs = Date.now()
  const take = (environment: Record<string, string>): Promise<string> =>
    new Promise((resolve) => {
      const { dataDir, databaseUrl } = sandbox
      wallMs += 60_000
      const own = {
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        NOW: '2027-06-01',
        WALL_MS: String(wallMs),
      }
      const env = { ...process.env, ...own, ...environment }
      const child = spawn(process.execPath, [join(import.meta.dirname, '../file/take-once.ts')], {
        env,
        stdio: 'inherit',
      })
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
    })
  const bring = async (name: string, body: string): Promise<string> => {
    const path = join(sandbox.dataDir, name)
    writeFileSync(path, body)
    const [file] = await silkgate(sandbox, 'file', 'receive', 'bank', path)
    return String(file?.fileId)
  }
  const endOf = async (fileId: string) => {
    const file = (await receivedFiles(sandbox)).find((one) => one.fileId === fileId)
    const text = 'select line from taken_lines where file_id = $1 order by n'
    const rows = await sandbox.db.read<{ line: string }>({ text, values: [fileId] })
    return { state: file?.state, reason: file?.reason, lines: rows.map(({ line }) => line) }
  }

  // From here on the gateway is away, so that it takes nothing itself.
  test('leaves its files to others', async () => {
    assert.equal(await sandbox.gateway().end('SIGTERM'), 'exit 0')
  })

  for (const point of crashPoints.filter(isOfTaking)) {
    test(`${point} takes it in once`, async () => {
      const fileId = await bring(`${point}.sta`, `${point}\nb\n`)
      assert.equal(await take({ CRASH_AT: point }), 'SIGKILL')
      assert.equal(await take({}), '0')
      assert.deepEqual(await endOf(fileId), { state: 'taken', reason: undefined, lines: [point, 'b'] })
    })
  }

  test('in the middle of it takes it in from its beginning', async () => {
    const fileId = await bring('dies.sta', 'a\ndie\nb\n')
    assert.equal(await take({ DIE_IN: 'dies.sta' }), 'SIGKILL')
    assert.deepEqual((await endOf(fileId)).lines, ['a'])
    assert.equal(await take({}), '0')
    assert.deepEqual(await endOf(fileId), { state: 'taken', reason: undefined, lines: ['a', 'die', 'b'] })
  })

  test('takes files in the order of arrival, puts off what its taker chokes on, and says why it refuses one', async () => {
    const broken = await bring('broken.sta', 'a\nthrow\n')
    const empty = await bring('empty.sta', '')
    const good = await bring('good.sta', 'c\n')
    assert.equal(await take({}), '0')
    assert.deepEqual(await endOf(broken), { state: 'received', reason: undefined, lines: ['a'] })
    assert.deepEqual(await endOf(empty), { state: 'refused', reason: 'it is empty', lines: [] })
    assert.deepEqual(await endOf(good), { state: 'taken', reason: undefined, lines: ['c'] })
  })
})
