export { countPaymentsWork } from './count-payments.jobs.ts'
export {
  countedAt,
  type DaysQuery,
  readCaptureTimes,
  readCurrencies,
  readDays,
  readFirstDay,
  readHours,
  readStatuses,
  readWallets,
} from './payment-day.store.ts'
