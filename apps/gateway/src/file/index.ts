export { type FileAccess, type SftpAddresses, sourcesOf } from './file-access.ts'
export { beginPull, listPulls, lookBy, pullDue } from './pull.store.ts'
export { pullFiles } from './pull-files.jobs.ts'
export { putOrders } from './put-orders.ts'
export { openRawFiles, type RawFiles } from './raw-files.ts'
export { receiveUpload } from './receive-upload.ts'
export { endWaitingFiles, fileDue, readReceivedFile, recallFiles, retakeRefused } from './received-file.store.ts'
export {
  type FileSource,
  type FileState,
  type FileTakers,
  fileSources,
  fileStates,
  type ReceivedFile,
  type TakeFile,
  type Taken,
} from './received-file.ts'
export { connectSftp, makeLoginKey, type SftpAddress, sftpAddressOf } from './sftp.ts'
export { listSftpKeys, retireSftpKey } from './sftp-key.store.ts'
export { makeSftpKey, privateSftpKeys } from './sftp-key.ts'
export { takeFiles, takenSources } from './take-files.jobs.ts'
export { watchInbox } from './watch-inbox.jobs.ts'
