import type pg from 'pg'
import { writeFile } from '../file/files.store.ts'
import type { Day } from './calendar.ts'
import type { Closing, KeptClearingBatch, ReportStrike, SettlementBatch, Settlements } from './settlements.ts'

type ClearingRow = {
  clearing_batch_id: string
  agreement: string
  currency: string
  day: Day
  settles_on: Day
  transactions: number
  gross_minor: bigint
  fees_minor: bigint
  settled_by: string | null
}

// Days as texts: the driver would make instants of them.
const selectClearing = `
  select clearing_batch_id, agreement, currency, day::text, settles_on::text, transactions, gross_minor, fees_minor, settled_by
    from clearing_batches`

const clearingFromRow = (row: ClearingRow): KeptClearingBatch => ({
  clearingBatchId: row.clearing_batch_id,
  agreement: row.agreement,
  currency: row.currency,
  day: row.day,
  settlesOn: row.settles_on,
  transactions: row.transactions,
  grossMinor: row.gross_minor,
  feesMinor: row.fees_minor,
  settledBy: row.settled_by ?? undefined,
})

type SettlementRow = {
  settlement_batch_id: string
  agreement: string
  currency: string
  value_date: Day
  net_minor: bigint
  clearing_batch_ids: string[]
  carried_by: string | null
}

const settlementFromRow = (row: SettlementRow): SettlementBatch => ({
  settlementBatchId: row.settlement_batch_id,
  agreement: row.agreement,
  currency: row.currency,
  valueDate: row.value_date,
  netMinor: row.net_minor,
  clearingBatchIds: row.clearing_batch_ids,
  carriedBy: row.carried_by ?? undefined,
})

type StrikeRow = {
  fault: ReportStrike['fault']
  path: string
  at: Date
  detail_row: number | null
  transaction_id: string | null
  was_right: string
}

const strikeFromRow = (row: StrikeRow): ReportStrike => ({
  fault: row.fault,
  path: row.path,
  at: row.at,
  detailRow: row.detail_row ?? undefined,
  transactionId: row.transaction_id ?? undefined,
  wasRight: row.was_right,
})

const insertClearing = `
  insert into clearing_batches (clearing_batch_id, agreement, currency, day, settles_on, transactions, gross_minor, fees_minor)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

const insertSettlement = `
  insert into settlement_batches (settlement_batch_id, agreement, currency, value_date, net_minor, clearing_batch_ids,
                                  carried_by)
  values ($1, $2, $3, $4, $5, $6, $7)`

const insertStrike = `
  insert into report_strikes (fault, path, at, detail_row, transaction_id, was_right) values ($1, $2, $3, $4, $5, $6)`

const write = async (client: pg.PoolClient, { clearing, settlement, files, strikes }: Closing): Promise<void> => {
  for (const one of clearing) {
    const { clearingBatchId, agreement, currency, day, settlesOn, transactions, grossMinor, feesMinor } = one
    const values = [clearingBatchId, agreement, currency, day, settlesOn, transactions, grossMinor, feesMinor]
    await client.query(insertClearing, values)
  }
  for (const one of settlement) {
    const { settlementBatchId, agreement, currency, valueDate, netMinor, clearingBatchIds, carriedBy } = one
    const values = [settlementBatchId, agreement, currency, valueDate, netMinor, clearingBatchIds, carriedBy ?? null]
    await client.query(insertSettlement, values)
    if (carriedBy !== undefined) continue
    const text = 'update clearing_batches set settled_by = $1 where clearing_batch_id = any($2) and settled_by is null'
    await client.query(text, [settlementBatchId, clearingBatchIds])
  }
  for (const file of files) await writeFile(client, file)
  for (const { fault, path, at, detailRow, transactionId, wasRight } of strikes)
    await client.query(insertStrike, [fault, path, at, detailRow ?? null, transactionId ?? null, wasRight])
}

/** What was cleared and settled, in the simulator's database. */
export const storedSettlements = (pool: pg.Pool): Settlements => {
  const clearingWhere = async (condition: string): Promise<KeptClearingBatch[]> => {
    const text = `${selectClearing} where ${condition} order by day, agreement`
    return (await pool.query<ClearingRow>(text)).rows.map(clearingFromRow)
  }
  return {
    last: async () => {
      const batches = await clearingWhere('day = (select max(day) from clearing_batches)')
      return batches[0] && { day: batches[0].day, agreements: batches.map(({ agreement }) => agreement) }
    },
    open: () => clearingWhere('settled_by is null'),
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
    clearingBatches: () => clearingWhere('true'),
    settlementBatches: async () => {
      const text = `select settlement_batch_id, agreement, currency, value_date::text, net_minor, clearing_batch_ids, carried_by
                      from settlement_batches order by value_date, agreement`
      return (await pool.query<SettlementRow>(text)).rows.map(settlementFromRow)
    },
    strikes: async () =>
      (await pool.query<StrikeRow>('select * from report_strikes order by id')).rows.map(strikeFromRow),
  }
}
