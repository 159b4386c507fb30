export { retryAt } from './schedule.ts'
