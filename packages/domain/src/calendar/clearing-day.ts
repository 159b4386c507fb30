import { addBusinessDays } from './business-day.ts'
import { addDays, type Day, dayAt, instantAt } from './day.ts'

/** Alipay+ counts its days at UTC+8. */
const alipayPlusOffset = 8

/** How many business days after its clearing day a clearing batch is settled: T+2, T+1 for ALIPAY_CN. */
export type SettlementTerms = 1 | 2

/** The day whose batch a payment or refund of that instant is in: 00:00:00 to 23:59:59 at UTC+8. */
export const clearingDayOf = (instant: Date): Day => dayAt(instant, alipayPlusOffset)

/** The instants of a clearing day: from, included, until, not included. */
export const spanOfClearingDay = (day: Day): { readonly from: Date; readonly until: Date } => ({
  from: instantAt(day, alipayPlusOffset),
  until: instantAt(addDays(day, 1), alipayPlusOffset),
})

/** When the three files of a clearing day are due: 08:00 at UTC+8 of the next natural day. */
export const clearingFilesDueAt = (clearingDay: Day): Date => instantAt(addDays(clearingDay, 1), alipayPlusOffset, 8)

/** The business day on which a clearing day is settled. */
export const settlementDayOf = (clearingDay: Day, terms: SettlementTerms): Day => addBusinessDays(clearingDay, terms)

/** When the settlement file of a settlement day is due: 08:00 at UTC+8. */
export const settlementFileDueAt = (settlementDay: Day): Date => instantAt(settlementDay, alipayPlusOffset, 8)

/** The day on which the money of a settlement day is booked on our account: the same. */
export const valueDay = (settlementDay: Day): Day => addBusinessDays(settlementDay, 0)
