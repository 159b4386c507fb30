import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { cpuMsOf, cpuMsOfServer } from './cpu-time.ts'
import { merchantCount } from './settlement-files.ts'

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** What some work took: by the clock, and of processors. The latter hardly changes with what else the machine does. */
export type Cost = { readonly seconds: number; readonly gatewayCpu: number; readonly postgresCpu: number }

export type Measure = (work: () => Promise<unknown>) => Promise<Cost>

export type Stage = Cost & { readonly says: string; readonly rows: number }

/** Measures work by the clock and by what a gateway and all processes of PostgreSQL had of the processors. */
export const cpuMeasure = async (database: pg.Client, gatewayPid: number | undefined): Promise<Measure> => {
  const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid')
  const now = () => [cpuMsOf(gatewayPid), cpuMsOfServer(rows[0]?.pid)] as const
  return async (work) => {
    const [gateway, postgres] = now()
    const seconds = await secondsOf(work)
    const [gatewayAfter, postgresAfter] = now()
    return { seconds, gatewayCpu: (gatewayAfter - gateway) / 1_000, postgresCpu: (postgresAfter - postgres) / 1_000 }
  }
}

/**
 * What cannot be left out: the same rows by COPY, one join, one insert of what is posted, one update of the payments, in a table
 * with the same columns, indexes and room on its pages; `request` is named for the reason for which `settlePayments` names it.
 */
export const measureFloor = async (
  database: pg.Client,
  clearing: readonly string[],
  count: number,
  measure: Measure,
): Promise<Stage[]> => {
  const names = await ordinary(database)
  await database.query(
    `create table floor_rows (line text);
     create table floor_payments (like payments including all) with (${await storageOf(database)});
     insert into floor_payments (${names}) select ${names} from payments;
     create table floor_transfers (like transfers including all)`,
  )
  await database.query('vacuum analyze floor_payments')
  await database.query('checkpoint')
  const copied = await measure(async () => {
    for (const path of clearing) {
      const into = `copy floor_rows from stdin (format csv, delimiter E'\\x01', quote E'\\x02')`
      await pipeline(createReadStream(path), database.query(copyFrom(into)))
    }
  })
  await database.query('analyze floor_rows')
  const joined = await measure(() =>
    database.query(
      `create table floor_joined as select p.merchant_id, p.payment_id, p.settlement_minor
         from floor_rows r join floor_payments p on p.payment_id = split_part(r.line, ',', 6)`,
    ),
  )
  const posted = await measure(() =>
    database.query(
      `insert into floor_transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
       select merchant_id, gen_random_uuid(), 'a', 'b', 'EUR', sum(settlement_minor), 'floor', now(), now()::date
         from floor_joined, generate_series(1, 6) group by merchant_id, generate_series`,
    ),
  )
  const updated = await measure(() =>
    database.query(
      `update floor_payments p set settled = true, version = version + 1, request = p.request from floor_joined j
        where p.merchant_id = j.merchant_id and p.payment_id = j.payment_id`,
    ),
  )
  await database.query('drop table floor_rows, floor_payments, floor_transfers, floor_joined')
  return [
    { says: 'floor: COPY of the files', rows: count * 3, ...copied },
    { says: 'floor: one join', rows: count, ...joined },
    { says: 'floor: one insert of transfers', rows: merchantCount * 6, ...posted },
    { says: 'floor: one update of payments', rows: count, ...updated },
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

/** How the table of payments is stored. */
const storageOf = async (database: pg.Client): Promise<string> => {
  const { rows } = await database.query<{ options: string }>(
    `select array_to_string(reloptions, ', ') as options from pg_class where oid = 'payments'::regclass`,
  )
  return rows[0]?.options ?? ''
}
