export type { LinesOfBatch } from './lines-of-batch.ts'
export { insertMatchedLines } from './match-lines.store.ts'
export { reconcile } from './reconcile.jobs.ts'
export { nextDueReconciliation, wantReconciliation } from './run.store.ts'
