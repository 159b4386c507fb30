import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { makeCheckpoint } from '../apps/gateway/src/ledger/index.ts'
import { openDb } from '../apps/gateway/src/postgres/db.ts'
import { sandboxBankAccounts } from '../apps/gateway/src/sandbox/identities.ts'
import { diceOf } from '../test/support/dice.ts'
import { tableOf } from './figures.ts'
import { watch } from './footprint.ts'
import type { BenchOptions } from './options.ts'
import { keepChecksOff, startSandboxAlone } from './programs.ts'
import { sealLines } from './sealed-file.ts'
import {
  alipayPlusIdOf,
  amountOf,
  clearingBatchId,
  firstMerchant,
  merchantCount,
  type Planted,
  paymentIdOf,
  pspId,
  settlementBatchId,
  writeFiles,
} from './settlement-files.ts'
import { cpuMeasure, measureFloor, type Stage } from './settlement-floor.ts'

/** As many merchants and captured payments as the files tell of, with what was booked for them, at its place in their lists. */
const makePayments = async (database: pg.Client, databaseUrl: string, count: number): Promise<void> => {
  await database.query(
    `insert into merchants (merchant_id, name, display_name, mcc, address, settlement_currency, created_at)
     select m, 'Shop ' || m, 'Shop', '5947', '{"region":"NL"}', 'EUR', '2026-01-01'
       from generate_series($1::bigint, $2::bigint) m`,
    [firstMerchant, firstMerchant + merchantCount - 1],
  )
  const columns =
    'merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at, expires_at, status_changed_at, ' +
    'request, redirect_url, captured, captured_at, captured_minor, fee_minor, settlement_minor, network'
  const rows = function* () {
    for (let n = 0; n < count; n++) {
      const [id, minor] = [paymentIdOf(n), amountOf(n)]
      const network = { alipayPlusPaymentId: alipayPlusIdOf(n), pspId, paymentTime: '2026-11-24T12:00:00+08:00' }
      const at = '2026-11-24T04:00:00Z'
      const request = '{"merchantReference":"bench"}'
      yield `${[
        ...[
          Number(id.slice(0, 10)),
          id,
          3,
          'EUR',
          minor,
          'EUR',
          '2026-11-24T03:58:00Z',
          '2026-11-24T04:08:00Z',
          at,
          request,
        ],
        ...['https://wallet.example/', 't', at, minor, 10 + Math.floor(minor / 100), minor, JSON.stringify(network)],
      ].join('\t')}\n`
    }
  }
  await pipeline(Readable.from(rows()), database.query(copyFrom(`copy payments (${columns}) from stdin`)))
  await database.query(
    `with made as (
       insert into transfers (merchant_id, transfer_id, payment_id, debit, credit, currency, minor, reason, at,
                              accounting_date, position)
       select merchant_id, md5(payment_id)::uuid, payment_id, 'receivable', 'pending', 'EUR', settlement_minor, 'captured',
              captured_at, '2026-11-24', row_number() over (partition by merchant_id order by payment_id)
         from payments where merchant_id between $1 and $2
       returning merchant_id, position)
     insert into transfer_positions (merchant_id, last) select merchant_id, max(position) from made group by merchant_id`,
    [firstMerchant, firstMerchant + merchantCount - 1],
  )
  await database.query('vacuum analyze payments, transfers')
  // A merchant's balance is summed as payments come, not when they are settled.
  const db = openDb(databaseUrl)
  for (let id = firstMerchant; id < firstMerchant + merchantCount; id++) await makeCheckpoint(db, String(id))
  await db.close()
}

/** The reports of the days before are held to be made, so that the next are due in the evening: another bench measures them. */
const holdReportsOff = async (database: pg.Client): Promise<void> => {
  await database.query(`insert into report_days (day, made_at) values ('2026-11-26', '2026-11-26T22:30:00Z')`)
}

/** Waits until a condition of the database holds. */
const whenTrue = async (database: pg.Client, condition: string): Promise<void> => {
  for (;;) {
    const { rows } = await database.query<{ is_so: boolean }>(`select ${condition} as is_so`)
    if (rows[0]?.is_so) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const kindsOfBreaks = {
  line_missing: 'row missing',
  settlement_differs: 'amount off',
  fee_differs: 'fee off',
  unknown_transaction: 'unknown transaction',
} as const

/** What the gateway found, in the words of what was planted. */
const foundIn = async (database: pg.Client): Promise<Planted> => {
  const { rows } = await database.query<{ kind: keyof typeof kindsOfBreaks; about: string }>(
    `select kind, about from breaks where kind = any ($1) and resolved_at is null`,
    [Object.keys(kindsOfBreaks)],
  )
  const { rows: twice } = await database.query<{ raw: string }>('select raw from quarantined_rows')
  return new Set([
    ...rows.map(({ kind, about }) => `${kindsOfBreaks[kind]} ${about.slice(about.lastIndexOf('/') + 1)}`),
    ...twice.map(({ raw }) => `row twice ${(JSON.parse(raw) as { transaction_id: string }).transaction_id}`),
  ])
}

/** As for a server that has so many payments: what is written often stays in memory, and checkpoints are few. */
const postgresSettings = { shared_buffers: '2GB', max_wal_size: '8GB' }

/**
 * A day of payments and its files, one row of a thousand spoiled: taken in, compared, posted, and made PAID; beside what
 * PostgreSQL alone needs for the same rows.
 */
export const benchSettlement = async ({
  payments: count,
  seed = randomBytes(4).toString('hex'),
  withoutFloor,
  profile,
}: BenchOptions): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'silkgate-bench-'))
  let sealed: ReturnType<typeof sealLines> | undefined
  const profiling = profile === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profile}`
  const environment = { SANDBOX_START: '2026-11-27T06:00:00Z', LOG_LEVEL: 'error', NODE_OPTIONS: profiling }
  const { sandbox, database, dataDir, databaseUrl, stop } = await startSandboxAlone(environment, postgresSettings)
  try {
    await holdReportsOff(database)
    await keepChecksOff(database)
    await makePayments(database, databaseUrl, count)
    const account = sandboxBankAccounts.find(
      ({ currency, purpose }) => currency === 'EUR' && purpose === 'safeguarding',
    )
    const { planted, ...files } = await writeFiles(folder, count, diceOf(seed), account?.accountId ?? '')
    sealed = sealLines(planted)
    const measure = await cpuMeasure(database, sandbox.gateway().process.pid)
    const floor = withoutFloor ? [] : await measureFloor(database, files.clearing, count, measure)
    const silkgate = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['apps/gateway/src/main.ts', ...words], {
        env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' },
      })
    const unwatch = watch({ pid: sandbox.gateway().process.pid ?? 0, url: sandbox.gatewayUrl })
    const unwatchSimulator = watch({ pid: sandbox.simulator().process.pid ?? 0, url: sandbox.simulatorUrl })
    await database.query('checkpoint')
    const received = await measure(() => silkgate('file', 'receive', 'alipayplus', ...files.clearing))
    const taken = await measure(() =>
      whenTrue(database, `exists (select from clearing_batches where clearing_batch_id = '${clearingBatchId}')`),
    )
    const paid = await measure(async () => {
      await silkgate('file', 'receive', 'alipayplus', files.settlement)
      await silkgate('file', 'receive', 'bank', files.statement)
      await whenTrue(
        database,
        `exists (select from settlement_batches where settlement_batch_id = '${settlementBatchId}' and finished_at is not null)`,
      )
      await whenTrue(database, 'not exists (select from reconciliation_runs where ran_at is null)')
      await whenTrue(database, 'not exists (select from webhook_events where position is null)')
    })
    const rss = { gateway: (await unwatch()).rssMb, simulator: (await unwatchSimulator()).rssMb }
    const ours: Stage[] = [
      { says: 'received: copied, hashed, kept', rows: count * 3, ...received },
      { says: 'taken in: read, staged, compared, fees posted', rows: count * 3, ...taken },
      { says: 'money matched and posted, payments PAID', rows: count, ...paid },
    ]
    return reportOf(
      count,
      seed,
      floor,
      ours,
      rss,
      new Set(sealed.read()),
      await foundIn(database),
      await paidIn(database),
    )
  } finally {
    await stop()
    sealed?.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

const paidIn = async (database: pg.Client): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    'select count(*)::integer as n from payments where settled and merchant_id between $1 and $2',
    [firstMerchant, firstMerchant + merchantCount - 1],
  )
  return rows[0]?.n ?? 0
}

const sumOf = (stages: readonly Stage[]): number => stages.reduce((sum, { seconds }) => sum + seconds, 0)

const some = (what: string, rows: readonly string[]): string =>
  `${what}: ${rows.slice(0, 5).join(', ')} (${rows.length})`

const reportOf = (
  count: number,
  seed: string,
  floor: readonly Stage[],
  ours: readonly Stage[],
  rss: { readonly gateway: number; readonly simulator: number },
  planted: Planted,
  found: Planted,
  paid: number,
): string => {
  const line = ({ says, rows, seconds, gatewayCpu, postgresCpu }: Stage) => [
    ...[says, rows.toFixed(0), seconds.toFixed(2), (rows / seconds).toFixed(0)],
    ...[gatewayCpu.toFixed(2), postgresCpu.toFixed(2)],
  ]
  const missed = [...planted].filter((one) => !found.has(one))
  const invented = [...found].filter((one) => !planted.has(one))
  const sets =
    missed.length + invented.length === 0
      ? `found = planted: ${planted.size} spoiled rows`
      : [some('NOT found', missed), some('invented', invented)].join('; ')
  const [received, taken] = ours
  const takingIn = (count * 3) / ((received?.seconds ?? 0) + (taken?.seconds ?? 0))
  const ratio =
    floor.length === 0 ? '' : `, floor ${sumOf(floor).toFixed(1)} s, ratio ${(sumOf(ours) / sumOf(floor)).toFixed(2)}`
  const mb = (size: number) => `${size.toFixed(0)} MB`
  return [
    tableOf([
      ['stage', 'rows', 'seconds', 'rows/s', 'gateway CPU s', 'PostgreSQL CPU s'],
      ...floor.map(line),
      ...ours.map(line),
    ]),
    '',
    `${count} payments, seed ${seed}: ${sumOf(ours).toFixed(1)} s${ratio}; ${((sumOf(ours) / count) * 1e6).toFixed(1)} µs each`,
    `taking in ${takingIn.toFixed(0)} rows/s; ${paid} payments PAID`,
    `at most: gateway ${mb(rss.gateway)}, simulator ${mb(rss.simulator)}`,
    sets,
  ].join('\n')
}
