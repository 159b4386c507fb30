export { addBusinessDays, calendarEnds, isBusinessDay, whyCalendarEndsSoon } from './business-day.ts'
export {
  clearingDayOf,
  clearingFilesDueAt,
  type SettlementTerms,
  settlementDayOf,
  settlementFileDueAt,
  spanOfClearingDay,
  valueDay,
} from './clearing-day.ts'
export { addDays, type Day, dayAt, daysBetween, instantAt, weekdayOf } from './day.ts'
