import type pg from 'pg'
import { writeFile } from '../file/files.store.ts'
import type { Day } from '../settlement/calendar.ts'
import { bookedFromStored, bookedToStored, transfersToExecute, writeExecuted } from '../transfer/transfers.store.ts'
import type { BankBooks, BankClosing, BankEntry, BankStatement, BankStore, BankStrike } from './bank.ts'

type EntryRow = {
  account_id: string
  booking_day: Day | null
  minor: bigint
  charges_minor: bigint
  settlement_batch_ids: string[]
  remittance: string
  counterparty: NonNullable<BankEntry['counterparty']> | null
  transfers: Parameters<typeof bookedFromStored>[0]
}

// Days as texts: the driver would make instants of them.
const selectEntries = `select account_id, booking_day::text, minor, charges_minor, settlement_batch_ids, remittance, counterparty,
                              transfers from bank_entries`

const entryFromRow = (row: EntryRow): BankEntry => ({
  accountId: row.account_id,
  bookingDay: row.booking_day ?? undefined,
  minor: row.minor,
  chargesMinor: row.charges_minor,
  settlementBatchIds: row.settlement_batch_ids,
  remittance: row.remittance,
  counterparty: row.counterparty ?? undefined,
  transfers: bookedFromStored(row.transfers),
})

/** What the bank moves: a batch that is carried forward, or comes to nothing, has no entry. */
const isMoved = 'carried_by is null and net_minor <> 0'

const insertEntry = `
  insert into bank_entries
    (account_id, booking_day, minor, charges_minor, settlement_batch_ids, remittance, counterparty, transfers)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

const write = async (
  client: pg.PoolClient,
  { day, entries, executed, statements, files, strikes }: BankClosing,
): Promise<void> => {
  await client.query('insert into bank_days (day) values ($1)', [day])
  await client.query('delete from bank_entries where booking_day is null')
  for (const one of entries) {
    const { accountId, bookingDay, minor, chargesMinor, settlementBatchIds, remittance, counterparty } = one
    const values = [accountId, bookingDay ?? null, minor, chargesMinor, settlementBatchIds, remittance]
    await client.query(insertEntry, [...values, counterparty ?? null, bookedToStored(one.transfers)])
  }
  await writeExecuted(client, executed)
  for (const { accountId, number, openingMinor, closingMinor } of statements) {
    const text = `insert into bank_statements (account_id, number, day, opening_minor, closing_minor)
                  values ($1, $2, $3, $4, $5)`
    await client.query(text, [accountId, number, day, openingMinor, closingMinor])
  }
  for (const file of files) await writeFile(client, file)
  for (const { fault, about, at, wasRight } of strikes) {
    const text = 'insert into bank_strikes (fault, about, at, was_right) values ($1, $2, $3, $4)'
    await client.query(text, [fault, about, at, wasRight])
  }
}

/** What the bank keeps, in the simulator's database. */
export const storedBank = (pool: pg.Pool): BankStore => ({
  days: async () => {
    const text = `select (select max(day) from bank_days)::text as closed,
                         least((select min(value_date) from settlement_batches where ${isMoved}),
                               (select min(execution_day) from transfers))::text as first`
    const [row] = (await pool.query<{ closed: Day | null; first: Day | null }>(text)).rows
    return { closed: row?.closed ?? undefined, first: row?.first ?? undefined }
  },
  booksOf: async (day) => {
    const statements = await pool.query<BankStatement>(
      `select distinct on (account_id) account_id as "accountId", number, day::text, opening_minor as "openingMinor",
              closing_minor as "closingMinor" from bank_statements order by account_id, number desc`,
    )
    const batches = await pool.query<BankBooks['batches'][number]>(
      `select settlement_batch_id as "settlementBatchId", currency, net_minor as "netMinor" from settlement_batches
        where value_date = $1 and ${isMoved} order by settlement_batch_id collate "C"`,
      [day],
    )
    const putOff = await pool.query<EntryRow>(
      `${selectEntries} where booking_day = $1 or booking_day is null order by id`,
      [day],
    )
    const transfers = await transfersToExecute(pool, day)
    return { statements: statements.rows, batches: batches.rows, putOff: putOff.rows.map(entryFromRow), transfers }
  },
  keep: async (closing) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await write(client, closing)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  },
  entries: async () => {
    const text = `${selectEntries} where booking_day <= (select max(day) from bank_days) order by booking_day, id`
    return (await pool.query<EntryRow>(text)).rows.map(entryFromRow)
  },
  strikes: async () => {
    const text = 'select fault, about, at, was_right as "wasRight" from bank_strikes order by id'
    return (await pool.query<BankStrike>(text)).rows
  },
})
