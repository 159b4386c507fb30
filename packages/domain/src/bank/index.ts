export { type StatedEntry, type StatedPage, type Uncovered, uncoveredBy } from './uncovered-by.ts'
