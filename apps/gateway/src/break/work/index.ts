export { breakRoutes } from './break.routes.ts'
export { breakWork } from './break-work.ts'
