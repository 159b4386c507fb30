export { insertMatchedLines, type StagedBatch } from './match-lines.store.ts'
