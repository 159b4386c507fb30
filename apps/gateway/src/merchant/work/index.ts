export { boardingRoutes } from './boarding.routes.ts'
export { holdRoutes } from './hold.routes.ts'
export { merchantWork } from './merchant-work.ts'
export { payoutRoutes } from './payout.routes.ts'
