export { keyWorkRoutes } from './key-work.routes.ts'
export { keyWork } from './key-work.ts'
