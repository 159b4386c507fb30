export { type CheckName, type KeptCheck, readCheck, wantCheck } from './check.store.ts'
export { type CheckedInvariants, checkAgainWork } from './check-again.jobs.ts'
