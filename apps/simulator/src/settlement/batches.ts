import { businessDayAfter, type Day, digitsOf, isBusinessDay } from './calendar.ts'
import type { ClearingBatch, SettlementBatch } from './settlements.ts'
import { currencyOf, type Transaction } from './transactions.ts'

/** A settlement batch with the clearing batches that it lists, oldest first. */
export type Settled = { readonly batch: SettlementBatch; readonly lists: readonly ClearingBatch[] }

export const netOf = ({ grossMinor, feesMinor }: Pick<ClearingBatch, 'grossMinor' | 'feesMinor'>): bigint =>
  grossMinor + feesMinor

const settlementIdOf = (day: Day, agreement: string): string => `S${digitsOf(day)}${agreement}`

/** What some transactions come to. */
export const totalOf = (transactions: readonly Transaction[]) => ({
  transactions: transactions.length,
  grossMinor: transactions.reduce((sum, { settledMinor }) => sum + settledMinor, 0n),
  feesMinor: transactions.flatMap(({ fees }) => fees).reduce((sum, { minor }) => sum + minor, 0n),
})

/** Clears the transactions of a day under an agreement; a day without any is cleared too. */
export const clear = (day: Day, agreement: string, transactions: readonly Transaction[]): ClearingBatch => ({
  clearingBatchId: `C${digitsOf(day)}${agreement}`,
  agreement,
  currency: currencyOf(agreement),
  day,
  settlesOn: businessDayAfter(day, agreement.startsWith('CN') ? 1 : 2),
  ...totalOf(transactions),
})

/**
 * Settles what is due under an agreement, on business days alone. A negative net is debited, or carried forward to the
 * next business day's batch, which then lists the same clearing batches again.
 */
export const settle = (
  day: Day,
  agreement: string,
  open: readonly ClearingBatch[],
  isCarried: (settlementBatchId: string) => boolean,
): Settled | undefined => {
  if (!isBusinessDay(day)) return undefined
  const lists = open
    .filter((one) => one.agreement === agreement && one.settlesOn <= day)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
  if (lists.length === 0) return undefined
  const netMinor = lists.reduce((sum, one) => sum + netOf(one), 0n)
  const settlementBatchId = settlementIdOf(day, agreement)
  const carriedBy =
    netMinor < 0n && isCarried(settlementBatchId) ? settlementIdOf(businessDayAfter(day, 1), agreement) : undefined
  const clearingBatchIds = lists.map(({ clearingBatchId }) => clearingBatchId)
  const currency = currencyOf(agreement)
  return {
    batch: { settlementBatchId, agreement, currency, valueDate: day, netMinor, clearingBatchIds, carriedBy },
    lists,
  }
}
