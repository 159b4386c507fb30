import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import Fastify from 'fastify'
import { type Act, acting, auditRecorder, auditTrail } from '../../apps/gateway/src/audit/index.ts'
import {
  addUser,
  type ConsoleSessions,
  json,
  type OpenRoute,
  type OperatorRoute,
  serveOperatorApi,
} from '../../apps/gateway/src/operator/index.ts'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { masterKeyOf, readMasterKey } from '../../apps/gateway/src/secret/master-key.ts'
import { askConsole, signIn } from '../support/console.ts'
import { aSandbox, silkgate, silkgateWith, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

type Entry = Record<string, unknown> & {
  readonly operation: string
  readonly changes: { table: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null }[]
}

describe('the audit trail', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox?.close())

  const trail = async (...options: string[]): Promise<Entry[]> =>
    (await silkgate(sandbox, 'audit', 'list', ...options)) as Entry[]
  const masterKey = () => masterKeyOf(readMasterKey(readFileSync(join(sandbox.dataDir, 'master-key'), 'utf8')))
  const withDb = async <T>(work: (db: ReturnType<typeof openDb>) => Promise<T>, max = 4): Promise<T> => {
    const db = openDb(sandbox.databaseUrl, { max, recorder: auditRecorder(masterKey()) })
    return work(db).finally(() => db.close())
  }
  const write = (text: string) => sandbox.db.write('chore.set_up', { text, values: [] })
  const anAct = (operation: string): Act => ({
    ...{ door: 'console', origin: '203.0.113.7', by: 'ana@psp.example', role: 'support', organisation: undefined },
    ...{ operation, now: () => new Date() },
  })

  test('tells what a command changed, by whom, before and after, and no secret; nothing of what reads', async () => {
    await silkgate(sandbox, 'user', 'add', 'li@psp.example', '--role', 'support', '--as', 'Ana@psp.example')
    await silkgate(sandbox, 'user', 'list')
    await silkgate(sandbox, 'user', 'disable', 'li@psp.example', '--as', 'ana@psp.example')
    const [ended, added] = await trail('--by', 'ana@psp.example')
    assert.deepEqual(
      [added?.operation, added?.about, added?.door, added?.by],
      ['user add', 'li@psp.example', 'command line', 'ana@psp.example'],
    )
    assert.match(String(added?.origin), /^\S+@\S+$/)
    assert.deepEqual(
      added?.changes.map(({ table, before, after }) => [table, before, after?.role, after?.password_hash]),
      [['users', null, 'support', '(secret)']],
    )
    assert.equal(ended?.operation, 'user disable')
    assert.equal(ended?.changes[0]?.before?.disabled_at, null)
    assert.notEqual(ended?.changes[0]?.after?.disabled_at, null)
    assert.equal((await trail('--operation', 'user')).length, 2)
  })

  test('changes nothing in production for somebody who does not say who they are', async () => {
    const production = {
      ...{ SILKGATE_MODE: 'production', ALIPAYPLUS_CLIENT_ID: 'psp', ALIPAYPLUS_ACQUIRER_ID: '1022088000000000' },
      ...{ PUBLIC_URL: 'https://pay.example', ALIPAYPLUS_URL: 'https://alipayplus.example' },
      ...{ APP_DATABASE_URL: sandbox.databaseUrl, DATABASE_URL: sandbox.databaseUrl },
      MASTER_KEY: readFileSync(join(sandbox.dataDir, 'master-key'), 'utf8'),
    }
    const nobody = silkgateWith(production, sandbox, 'user', 'add', 'tom@psp.example', '--role', 'viewer')
    await assert.rejects(nobody, /--as: who you are is needed/)
    const users = await silkgate(sandbox, 'user', 'list')
    assert.ok(users.every(({ email }) => email !== 'tom@psp.example'))
  })

  test('tells who signed in, who could not and who was locked out', async () => {
    await addUser(
      sandbox.db,
      { email: 'tom@psp.example', name: 'Tom', role: 'viewer', merchantId: undefined, password: 'sandbox' },
      new Date(),
    )
    await signIn(sandbox, 'tom@psp.example')
    for (let wrong = 0; wrong < 6; wrong++) await signIn(sandbox, 'tom@psp.example', 'not it')
    await signIn(sandbox, 'nobody@psp.example')
    const outcomes = (await trail('--operation', 'session.begin')).map(({ by, outcome }) => [by, outcome])
    const wrong = ['tom@psp.example', 'SIGN_IN_REFUSED']
    assert.deepEqual(outcomes.slice(0, 8), [
      [null, 'SIGN_IN_REFUSED'],
      ['tom@psp.example', 'SIGN_IN_LOCKED'],
      ['tom@psp.example', 'SIGN_IN_REFUSED, which locks the account'],
      ...[wrong, wrong, wrong, wrong],
      ['tom@psp.example', 'signed in'],
    ])
  })

  test('tells what the routes of the console change, whatever they change and however', async () => {
    const route = (operation: string, method: OperatorRoute['method'], run: () => Promise<unknown>): OperatorRoute => ({
      ...{ method, path: `/${operation}/:holdId`, operation, needs: 'session', refuses: [] },
      run: async () => json((await run()) ?? {}),
    })
    await withDb(async (db) => {
      const text = "update users set name = name || '!' where email = 'operator@sandbox.example'"
      const routes = [
        route('statement', 'POST', () => db.write('chore.set_up', { text, values: [] })),
        route('transaction', 'PUT', () => db.transaction('chore.set_up', (tx) => tx.run({ text, values: [] }))),
        route('elsewhere', 'DELETE', async () => undefined),
        route('hidden', 'GET', () => db.write('chore.set_up', { text, values: [] })),
        route('reading', 'GET', () => db.read({ text: 'select 1 as one', values: [] })),
        route('failing', 'POST', () =>
          db.transaction('chore.set_up', async (tx) => {
            await tx.run({ text, values: [] })
            throw new Error('too late')
          }),
        ),
      ]
      const openRoutes: OpenRoute[] = [
        {
          ...{ method: 'POST', path: '/open', operation: 'open', refuses: [] },
          run: async () => json(await db.write('chore.set_up', { text, values: [] })),
        },
      ]
      const server = Fastify()
      const reached: string[] = []
      server.addHook('onRoute', ({ method, url }) => {
        reached.push(`${method} ${url.replace('/operator/v1', '')}`)
      })
      const by = { userId: 'u', sessionId: 's', email: 'ana@psp.example', name: 'Ana', role: 'support', address: '::1' }
      const sessions = { find: async () => ({ ...by, merchantId: undefined, hasSecondFactor: false }) }
      serveOperatorApi(server, {
        ...{ db, masterKey: masterKey(), routes, openRoutes, isSandbox: true },
        sessions: sessions as unknown as ConsoleSessions,
        world: { now: () => new Date(), wallMs: () => Date.now(), newId: () => 'id' },
      })
      await server.ready()
      for (const { method, path } of routes) {
        const url = `/operator/v1${path.replace(':holdId', 'h-1')}`
        // What is said twice, or is nothing that the route reads, comes into no entry.
        const payload = method === 'GET' ? {} : { payload: { holdId: 'h-2', anything: 'else' } }
        await server.inject({ method, url, headers: { 'x-silkgate': 'console' }, ...payload })
      }
      await server.inject({ method: 'POST', url: '/operator/v1/open', headers: { 'x-silkgate': 'console' } })
      await server.close()
      const [open] = await trail('--operation', 'open')
      assert.deepEqual([open?.by, open?.about, open?.changes.length], [null, 'operator@sandbox.example', 1])
      const told = await trail('--about', 'h-1')
      for (const { asked } of told) assert.deepEqual(asked, { holdId: 'h-1' })
      const entries = told.map(({ operation, changes }) => [operation, changes.length])
      assert.deepEqual(entries, [
        ['hidden', 1],
        ['elsewhere', 0],
        ['transaction', 1],
        ['statement', 1],
      ])
      // Whatever is served beside the routes writes its entry by itself, and the test above asks for it.
      const beside = reached.filter((one) => !routes.some(({ method, path }) => one === `${method} ${path}`))
      const changing = beside.filter((one) => /^(POST|PUT|DELETE|PATCH) /.test(one))
      assert.deepEqual(
        changing.filter((one) => one !== 'POST /open' && one !== 'DELETE /session'),
        [],
      )
    })
  })

  test("shows a merchant's administrator what its own people did, and of the chain whether it holds", async () => {
    const person = (merchantId: string, role: 'merchant_administrator' | 'merchant_viewer') => ({
      ...{ email: `${role}@${merchantId}.example`, name: role, role, merchantId, password: 'sandbox' },
    })
    for (const merchantId of ['1234', '5678']) {
      await addUser(sandbox.db, person(merchantId, 'merchant_administrator'), new Date())
      await signIn(sandbox, `merchant_administrator@${merchantId}.example`, 'wrong')
    }
    const { cookie } = await signIn(sandbox, 'merchant_administrator@1234.example')
    const { body } = await askConsole(sandbox, cookie, '/audit')
    const entries = body.rows as Entry[]
    assert.deepEqual(
      entries.map(({ by, outcome }) => [by, outcome]),
      [
        ['merchant_administrator@1234.example', 'signed in'],
        ['merchant_administrator@1234.example', 'SIGN_IN_REFUSED'],
      ],
    )
    const followed = async () => {
      const { body: seen } = await askConsole(sandbox, cookie, '/audit/chain')
      return seen.holds !== undefined && seen
    }
    const { holds, ...when } = await until('the chain is followed', followed, 60_000)
    assert.deepEqual([holds, Object.keys(when).sort()], [true, ['isComing', 'secondsAgo']])
    const page = await askConsole(sandbox, cookie, '/audit?limit=1')
    const rest = await askConsole(sandbox, cookie, `/audit?limit=1&after=${page.body.next}`)
    assert.deepEqual([...(page.body.rows as Entry[]), ...(rest.body.rows as Entry[])], entries)
    assert.equal(rest.body.next, undefined)
    const csv = await fetch(`${sandbox.gatewayUrl}/operator/v1/audit.csv`, {
      headers: { Cookie: cookie, 'X-Silkgate': 'console' },
    })
    const lines = (await csv.text()).trim().split('\r\n')
    assert.deepEqual([lines[0]?.slice(0, 9), lines.length], ['number,at', 3])
  })

  test('gives many who write at once one chain without a gap', async () => {
    const before = await auditTrail(sandbox.db).check()
    const text = "update users set name = name || '.' where email = $1"
    await withDb((one) =>
      withDb(async (other) => {
        const all = Array.from({ length: 60 }, (_, index) =>
          acting(anAct('race'), () =>
            (index % 2 === 0 ? one : other).write('chore.set_up', {
              text,
              values: [index % 3 === 0 ? 'operator@sandbox.example' : 'operator2@sandbox.example'],
            }),
          ),
        )
        await Promise.all(all)
      }, 8),
    )
    const after = await auditTrail(sandbox.db).check()
    assert.deepEqual([after.holds, after.entries, after.examples], [true, before.entries + 60n, []])
  })

  test('is broken by whatever is done to it', async () => {
    const { entries, head } = await auditTrail(sandbox.db).check()
    const last = entries.toString()
    const violations: readonly (readonly [string, string, RegExp])[] = [
      ['an entry taken out', 'delete from audit_entries where number = 3', /entry 3 is missing/],
      ['an entry changed', "update audit_entries set operation = 'x' where number = 3", /entry 3 was changed/],
      ['a moment moved', "update audit_entries set at = at + interval '1 ms' where number = 4", /entry 4 was changed/],
      ['the last one taken away', `delete from audit_entries where number = ${last}`, /and should with/],
      ['all taken away', 'delete from audit_entries', /ends with entry 0/],
      [
        'two that changed places',
        `update audit_entries set number = case number when 3 then -4 else -3 end where number in (3, 4)`,
        /entry 3 /,
      ],
    ]
    for (const [what, plant, says] of violations) {
      await write('create table kept as select * from audit_entries')
      await write('alter table audit_entries drop constraint if exists audit_entries_number_check')
      await write(plant)
      await write('update audit_entries set number = - number where number < 0')
      const found = await auditTrail(sandbox.db).check()
      await write('delete from audit_entries')
      await write('insert into audit_entries select * from kept')
      await write('drop table kept')
      assert.equal(found.holds, false, what)
      assert.match(found.examples.join(), says, what)
    }
    // Whoever takes the end away and says so in the head, too, is found by an end that was written down.
    await write('create table kept as select * from audit_entries')
    await write('create table kept_head as select * from audit_head')
    await write(`delete from audit_entries where number = ${last}`)
    await write(
      'update audit_head set (number, hash) = (select number, hash from audit_entries order by number desc limit 1)',
    )
    const [alone] = await silkgate(sandbox, 'audit', 'verify')
    const known: unknown = await silkgate(sandbox, 'audit', 'verify', '--head', head).catch((error: unknown) => error)
    await write('delete from audit_entries')
    await write('insert into audit_entries select * from kept')
    await write('update audit_head h set number = k.number, hash = k.hash from kept_head k')
    assert.equal(alone?.holds, true)
    assert.match((known as { stdout: string }).stdout, /is not the one that it was/)
    const [whole] = await silkgate(sandbox, 'audit', 'verify', '--head', head)
    assert.equal(whole?.holds, true)
  })

  test('can be added to by the program, and nothing else', async () => {
    const [may] = await sandbox.db.read<Record<string, boolean>>({
      text: `select has_table_privilege('silkgate_app', 'audit_entries', 'insert') as "insert",
                    has_table_privilege('silkgate_app', 'audit_entries', 'update') as "update",
                    has_table_privilege('silkgate_app', 'audit_entries', 'delete') as "delete",
                    has_table_privilege('silkgate_app', 'audit_entries', 'truncate') as "truncate",
                    has_table_privilege('silkgate_app', 'audit_head', 'delete') as "deleteHead"`,
      values: [],
    })
    assert.deepEqual(may, { insert: true, update: false, delete: false, truncate: false, deleteHead: false })
  })

  test('knows of every table whether people change it', async () => {
    const rows = await sandbox.db.read<{ name: string }>({
      text: `select relname as name from pg_class c
              where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
                and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'note_change')`,
      values: [],
    })
    const migration = readFileSync(new URL('../../apps/gateway/migrations/0042-audit.sql', import.meta.url), 'utf8')
    const named = new Set([...migration.matchAll(/'(\w+)'/g)].map(([, name]) => name))
    const unknown = rows.map(({ name }) => name).filter((name) => !named.has(name) && !byTheProgram.has(name))
    assert.deepEqual(unknown, [], 'call keep_changes_of(table) in its migration, or name it in byTheProgram')
  })
})

/** Tables of later migrations that nobody but the program writes. */
const byTheProgram: ReadonlySet<string> = new Set([
  ...['kept', 'kept_head', 'sign_in_questions', 'mails', 'remittance_kept', 'api_calls', 'api_key_uses'],
  ...['payment_days', 'payment_hours', 'capture_times', 'payments_counted', 'checks'],
])
