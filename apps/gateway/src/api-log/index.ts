export { apiLogRoutes } from './api-log.routes.ts'
export { apiLog } from './api-log.ts'
export { type CallLog, openCallLog } from './call-log.ts'
