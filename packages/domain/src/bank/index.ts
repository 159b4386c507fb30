export { type Gap, gapsBefore } from './gaps-before.ts'
export { type StatedEntry, type StatedPage, type Uncovered, uncoveredBy } from './uncovered-by.ts'
