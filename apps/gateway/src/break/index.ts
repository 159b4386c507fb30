export { breakRoutes } from './break.routes.ts'
export { type Break, breakId, closeBreaks, closeRefusals, openBreaks, opensAgain } from './break.store.ts'
export { breakWork } from './break-work.ts'
