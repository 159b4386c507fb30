export { merchantRoutes } from './merchants.routes.ts'
export { merchantViews } from './merchants.ts'
