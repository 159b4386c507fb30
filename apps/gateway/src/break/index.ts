export { type Break, breakId, closeBreaks, closeRefusals, openBreaks, opensAgain } from './break.store.ts'
