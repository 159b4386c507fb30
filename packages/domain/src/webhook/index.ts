export { nextTryAt, oldestWorthTrying, retryWaits } from './schedule.ts'
