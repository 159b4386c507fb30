export { refundWorkRoutes } from './refund-work.routes.ts'
export { refundWork } from './refund-work.ts'
