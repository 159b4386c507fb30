export { openRawFiles, type RawFiles } from './raw-files.ts'
export { nextDueFile, readReceivedFile, recallFiles } from './received-file.store.ts'
export type { FileSource, FileTakers, ReceivedFile, TakeFile, Taken } from './received-file.ts'
export { takeFiles, takenSources } from './take-files.jobs.ts'
