export { type Break, breakId, closeBreaks, closeRefusals, openBreaks, opensAgain } from './break.store.ts'
export type { Candidate } from './candidate.ts'
export { type Expected, listExpected } from './expected.store.ts'
