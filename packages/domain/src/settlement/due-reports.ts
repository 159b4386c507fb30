import {
  addDays,
  clearingFilesDueAt,
  type Day,
  isBusinessDay,
  type SettlementTerms,
  settlementDayOf,
} from '../calendar/index.ts'

/** What is known of an agreement with Alipay+: one for each settlement currency, and for ALIPAY_CN apart. */
export type SettlementAgreement = {
  readonly agreement: string
  readonly currency: string
  readonly settledAfter: SettlementTerms
  readonly firstClearingDay: Day
}

export type DueReport = {
  readonly kind: 'transactionItems' | 'summary' | 'feeItems' | 'settlement'
  readonly agreement: string
  readonly currency: string
  /** Its clearing day, or its settlement day. */
  readonly day: Day
  readonly dueAt: Date
}

const graceMs = 2 * 3_600_000

/** When a clearing day is looked at: two hours after its files were due. */
export const looksAt = (clearingDay: Day): Date => new Date(clearingFilesDueAt(clearingDay).getTime() + graceMs)

/**
 * The reports that are due on the morning after a clearing day: the three of that day, and that of the settlement, where the
 * morning is a settlement day of one of the agreement's clearing days.
 */
export const reportsDueAfter = (
  { agreement, currency, settledAfter, firstClearingDay }: SettlementAgreement,
  clearingDay: Day,
): readonly DueReport[] => {
  const due = { agreement, currency, dueAt: clearingFilesDueAt(clearingDay) }
  const morning = addDays(clearingDay, 1)
  const settles = isBusinessDay(morning) && morning >= settlementDayOf(firstClearingDay, settledAfter)
  const kinds = ['transactionItems', 'summary', 'feeItems'] as const
  return [
    ...kinds.map((kind) => ({ ...due, kind, day: clearingDay })),
    ...(settles ? [{ ...due, kind: 'settlement' as const, day: morning }] : []),
  ]
}
