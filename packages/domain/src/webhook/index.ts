export { isTooOld, nextTryAt, retryWaits } from './schedule.ts'
