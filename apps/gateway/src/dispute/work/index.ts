export { disputeWorkRoutes } from './dispute-work.routes.ts'
export { disputeWork } from './dispute-work.ts'
