export { settlementRoutes } from './settlement-console.routes.ts'
export { settlementWork } from './settlement-work.ts'
