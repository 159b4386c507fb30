export { remittanceConsoleRoutes } from './remittance-console.routes.ts'
export { remittanceWork } from './remittance-work.ts'
