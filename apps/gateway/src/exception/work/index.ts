export { exceptionWorkRoutes } from './exception-work.routes.ts'
export { exceptionWork } from './exception-work.ts'
