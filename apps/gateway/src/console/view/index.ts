export { viewRoutes } from './view.routes.ts'
export { ownViews } from './views.ts'
