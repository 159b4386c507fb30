import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createDatabase, type EmbeddedPostgres, migrate, startEmbeddedPostgres } from '@silkgate/postgres'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { makeAppLogin, refusePowerfulLogin } from '../../apps/gateway/src/postgres/login.ts'
import { migrateGateway } from '../../apps/gateway/src/postgres/migrate-gateway.ts'
import { startDebianPostgres } from '../support/debian-postgres.ts'

const folderOf = (path: string) => pathToFileURL(`${path}/`)

describe('migrations', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'silkgate-migrate-'))
  let server: EmbeddedPostgres
  before(async () => {
    server = await startEmbeddedPostgres({ dataDir })
  })
  after(async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('are applied once when ten processes start together', async () => {
    const url = server.url('together')
    await createDatabase(url)
    const applied = await Promise.all(Array.from({ length: 10 }, () => migrateGateway(url)))
    assert.equal(applied.filter((names) => names.length > 0).length, 1)
    assert.deepEqual(await migrateGateway(url), [])
  })

  test('are refused when a file that was applied has changed, or is missing', async () => {
    const url = server.url('changed')
    await createDatabase(url)
    const folder = mkdtempSync(join(tmpdir(), 'silkgate-files-'))
    writeFileSync(join(folder, '0001-one.sql'), 'create table one (id int);')
    assert.deepEqual(await migrate(url, folderOf(folder)), ['0001-one.sql'])
    writeFileSync(join(folder, '0001-one.sql'), 'create table one (id bigint);')
    await assert.rejects(migrate(url, folderOf(folder)), /0001-one\.sql was changed after it was applied/)
    rmSync(join(folder, '0001-one.sql'))
    await assert.rejects(migrate(url, folderOf(folder)), /used by a newer silkgate/)
    rmSync(folder, { recursive: true })
  })

  test('leave nothing behind when one of them fails', async () => {
    const url = server.url('broken')
    await createDatabase(url)
    const folder = mkdtempSync(join(tmpdir(), 'silkgate-files-'))
    writeFileSync(join(folder, '0001-half.sql'), 'create table half (id int); select 1/0;')
    await assert.rejects(migrate(url, folderOf(folder)), /Migration 0001-half\.sql failed: division by zero/)
    writeFileSync(join(folder, '0001-half.sql'), 'create table half (id int);')
    assert.deepEqual(await migrate(url, folderOf(folder)), ['0001-half.sql'])
    rmSync(folder, { recursive: true })
  })

  test('give the program a login that may add to the ledger and never change it', async () => {
    const url = server.url('ledger')
    await createDatabase(url)
    await migrateGateway(url)
    const db = openDb(await makeAppLogin(url, Buffer.alloc(32, 1)))
    const run = (text: string) => db.write('chore.set_up', { text, values: [] })
    try {
      await refusePowerfulLogin(db)
      const post = `insert into transfers values
        (1, gen_random_uuid(), null, 'receivable', 'pending', 'EUR', 100, 'captured', now(), null, '2026-11-30')`
      await run(post)
      await run('update transfers set position = 1')
      assert.deepEqual(
        await run('update transfers set position = 2 returning position'),
        [],
        'a position is given once',
      )
      for (const text of ['update transfers set minor = 1', 'delete from transfers', 'truncate transfers']) {
        await assert.rejects(run(text), /permission denied for table transfers/)
      }
      await assert.rejects(run('update payment_events set version = 9'), /permission denied/)
      await assert.rejects(run('drop table transfers'), /must be owner/)
    } finally {
      await db.close()
    }
    const owner = openDb(url)
    await assert.rejects(refusePowerfulLogin(owner), /the login "silkgate" may change the ledger/)
    await owner.close()
  })

  test('a data folder of another major version is refused with a clear word', async () => {
    const other = mkdtempSync(join(tmpdir(), 'silkgate-major-'))
    const first = await startEmbeddedPostgres({ dataDir: other })
    await first.stop()
    const version = join(other, 'postgres/PG_VERSION')
    assert.equal(readFileSync(version, 'utf8').trim(), '18')
    writeFileSync(version, '17\n')
    await assert.rejects(
      startEmbeddedPostgres({ dataDir: other }),
      /was written by PostgreSQL 17.*brings PostgreSQL 18/s,
    )
    rmSync(other, { recursive: true })
  })

  test('two starts on one folder at once share one server', async () => {
    const shared = mkdtempSync(join(tmpdir(), 'silkgate-twice-'))
    const [one, other] = await Promise.all([
      startEmbeddedPostgres({ dataDir: shared }),
      startEmbeddedPostgres({ dataDir: shared }),
    ])
    assert.equal(one.url('silkgate'), other.url('silkgate'))
    await one.stop()
    rmSync(shared, { recursive: true })
  })
})

test('everything runs on PostgreSQL 15 too', async (t) => {
  const debian = await startDebianPostgres()
  if (debian === undefined) {
    assert.notEqual(process.env.CI, 'true', 'CI installs postgresql-15')
    return t.skip('PostgreSQL 15 is not installed here: apt-get install postgresql-15')
  }
  try {
    const url = debian.url('silkgate')
    await createDatabase(url)
    assert.equal((await migrateGateway(url)).length > 0, true)
    await debian.takePayment(url)
  } finally {
    await debian.stop()
  }
})
