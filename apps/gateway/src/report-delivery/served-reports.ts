import type { Db } from '../postgres/db.ts'
import type { ReportFiles } from '../report/index.ts'
import type { ServedFile, ServedFiles } from '../sftp-server/index.ts'
import { type KeptReport, keptReports } from './delivery.store.ts'

const servedFile = ({ name, bytes, readyAt }: KeptReport): ServedFile => ({ name, bytes, modifiedAt: readyAt })

/** The reports that merchants fetch over SFTP: those that are ready and still there. */
export const servedReports = (db: Db, files: Pick<ReportFiles, 'openAnywhere'>): ServedFiles => ({
  list: async (merchantId) => (await keptReports(db, merchantId)).map(servedFile),
  find: async (merchantId, name) => (await keptReports(db, merchantId, name)).map(servedFile)[0],
  open: async (merchantId, name) => {
    const [report] = await keptReports(db, merchantId, name)
    const handle = report && (await files.openAnywhere(merchantId, name))
    if (report === undefined || handle === undefined) return undefined
    return {
      ...servedFile(report),
      read: async (offset, length) => {
        const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset)
        if (bytesRead === 0) throw new Error(`${name} of ${merchantId} is shorter on disk than it was written.`)
        return buffer.subarray(0, bytesRead)
      },
      close: () => handle.close(),
    }
  },
})
