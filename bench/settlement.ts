import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { sandboxBankAccounts } from '../apps/gateway/src/sandbox/identities.ts'
import { diceOf } from '../test/support/dice.ts'
import { tableOf } from './figures.ts'
import { watch } from './footprint.ts'
import type { BenchOptions } from './options.ts'
import { startSandboxAlone } from './programs.ts'
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

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** As many merchants and captured payments as the files tell of, with what was booked for them. */
const makePayments = async (database: pg.Client, count: number): Promise<void> => {
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
    `insert into transfers (merchant_id, transfer_id, payment_id, debit, credit, currency, minor, reason, at, accounting_date)
     select merchant_id, md5(payment_id)::uuid, payment_id, 'receivable', 'pending', 'EUR', settlement_minor, 'captured',
            captured_at, '2026-11-24' from payments where merchant_id between $1 and $2`,
    [firstMerchant, firstMerchant + merchantCount - 1],
  )
  await database.query('vacuum analyze payments, transfers')
}

type Stage = { readonly says: string; readonly rows: number; readonly seconds: number }

/** What cannot be left out: the same rows by COPY, one join, one insert of what is posted, one update of the payments. */
const measureFloor = async (database: pg.Client, clearing: readonly string[], count: number): Promise<Stage[]> => {
  await database.query(
    `create table floor_rows (line text);
     create table floor_payments (like payments including all);
     insert into floor_payments select * from payments;
     create table floor_transfers (like transfers including all)`
      .replace('select * from', `select ${await ordinary(database)} from`)
      .replace('insert into floor_payments', `insert into floor_payments (${await ordinary(database)})`),
  )
  await database.query('vacuum analyze floor_payments')
  const copied = await secondsOf(async () => {
    for (const path of clearing) {
      const into = `copy floor_rows from stdin (format csv, delimiter E'\\x01', quote E'\\x02')`
      await pipeline(createReadStream(path), database.query(copyFrom(into)))
    }
  })
  await database.query('analyze floor_rows')
  const joined = await secondsOf(() =>
    database.query(
      `create table floor_joined as select p.merchant_id, p.payment_id, p.settlement_minor
         from floor_rows r join floor_payments p on p.payment_id = split_part(r.line, ',', 6)`,
    ),
  )
  const posted = await secondsOf(() =>
    database.query(
      `insert into floor_transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
       select merchant_id, gen_random_uuid(), 'a', 'b', 'EUR', sum(settlement_minor), 'floor', now(), now()::date
         from floor_joined, generate_series(1, 6) group by merchant_id, generate_series`,
    ),
  )
  const updated = await secondsOf(() =>
    database.query(
      `update floor_payments p set settled = true, version = version + 1 from floor_joined j
        where p.merchant_id = j.merchant_id and p.payment_id = j.payment_id`,
    ),
  )
  await database.query('drop table floor_rows, floor_payments, floor_transfers, floor_joined')
  return [
    { says: 'floor: COPY of the files', rows: count * 3, seconds: copied },
    { says: 'floor: one join', rows: count, seconds: joined },
    { says: 'floor: one insert of transfers', rows: merchantCount * 6, seconds: posted },
    { says: 'floor: one update of payments', rows: count, seconds: updated },
  ]
}

/** The columns that are stored as they are given. */
const ordinary = async (database: pg.Client): Promise<string> => {
  const { rows } = await database.query<{ names: string }>(
    `select string_agg(attname, ', ' order by attnum) as names from pg_attribute
      where attrelid = 'payments'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  )
  return rows[0]?.names ?? ''
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

/**
 * A day of payments and its files, one row of a thousand spoiled: taken in, compared, posted, and made PAID; beside what
 * PostgreSQL alone needs for the same rows.
 */
export const benchSettlement = async ({
  payments: count,
  seed = randomBytes(4).toString('hex'),
}: BenchOptions): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'silkgate-bench-'))
  const { sandbox, database, dataDir, databaseUrl, stop } = await startSandboxAlone({
    SANDBOX_START: '2026-11-27T06:00:00Z',
    LOG_LEVEL: 'error',
  })
  try {
    await makePayments(database, count)
    const account = sandboxBankAccounts.find(
      ({ currency, purpose }) => currency === 'EUR' && purpose === 'safeguarding',
    )
    const files = await writeFiles(folder, count, diceOf(seed), account?.accountId ?? '')
    const floor = await measureFloor(database, files.clearing, count)
    const silkgate = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['apps/gateway/src/main.ts', ...words], {
        env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' },
      })
    const gateway = sandbox.gateway().process
    const unwatch = watch({ pid: gateway.pid ?? 0, url: sandbox.gatewayUrl })
    const received = await secondsOf(() => silkgate('file', 'receive', 'alipayplus', ...files.clearing))
    const taken = await secondsOf(() =>
      whenTrue(database, `exists (select from clearing_batches where clearing_batch_id = '${clearingBatchId}')`),
    )
    await silkgate('file', 'receive', 'alipayplus', files.settlement)
    await silkgate('file', 'receive', 'bank', files.statement)
    const paid = await secondsOf(() =>
      whenTrue(
        database,
        `exists (select from settlement_batches where settlement_batch_id = '${settlementBatchId}' and finished_at is not null)`,
      ),
    )
    await whenTrue(database, 'not exists (select from reconciliation_runs where ran_at is null)')
    const { rssMb } = await unwatch()
    const ours: Stage[] = [
      { says: 'received: copied, hashed, kept', rows: count * 3, seconds: received },
      { says: 'taken in: read, staged, compared, fees posted', rows: count * 3, seconds: taken },
      { says: 'money matched and posted, payments PAID', rows: count, seconds: paid },
    ]
    return reportOf(count, seed, floor, ours, rssMb, files.planted, await foundIn(database), await paidIn(database))
  } finally {
    await stop()
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
  rssMb: number,
  planted: Planted,
  found: Planted,
  paid: number,
): string => {
  const line = ({ says, rows, seconds }: Stage) => [
    says,
    rows.toFixed(0),
    seconds.toFixed(2),
    (rows / seconds).toFixed(0),
  ]
  const missed = [...planted].filter((one) => !found.has(one))
  const invented = [...found].filter((one) => !planted.has(one))
  const sets =
    missed.length + invented.length === 0
      ? `found = planted: ${planted.size} spoiled rows`
      : [some('NOT found', missed), some('invented', invented)].join('; ')
  const [received, taken] = ours
  const takingIn = (count * 3) / ((received?.seconds ?? 0) + (taken?.seconds ?? 0))
  const ratio = sumOf(ours) / sumOf(floor)
  return [
    tableOf([['stage', 'rows', 'seconds', 'rows/s'], ...floor.map(line), ...ours.map(line)]),
    '',
    `${count} payments, seed ${seed}: ${sumOf(ours).toFixed(1)} s, floor ${sumOf(floor).toFixed(1)} s, ratio ${ratio.toFixed(2)}`,
    `taking in ${takingIn.toFixed(0)} rows/s; gateway at most ${rssMb.toFixed(0)} MB; ${paid} payments PAID`,
    sets,
  ].join('\n')
}
