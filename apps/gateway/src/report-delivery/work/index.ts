export { reportWorkRoutes } from './report-work.routes.ts'
export { reportWork } from './report-work.ts'
