import type { Db } from '../postgres/db.ts'
import { type Span, stageMovements } from './stage-movements.store.ts'
import { shownSums } from './wx-amounts.store.ts'

/** What the books have to tell, by code and currency: how many records, and their sum with two implied decimals. */
export const shownByBooks = (db: Db, span: Span): Promise<Map<string, { count: bigint; amount: bigint }>> =>
  db.transaction('chore.stage_report', async (tx) => {
    await stageMovements(tx, span)
    const rows = await tx.run<{ key: string; count: bigint; amount: bigint }>({ text: shownSums, values: [] })
    return new Map(rows.map(({ key, count, amount }) => [key, { count, amount }]))
  })
