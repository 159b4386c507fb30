import { Readable } from 'node:stream'
import { between, type Reach } from '../crash-points.ts'
import type { FileAccess } from './file-access.ts'
import { connectSftp } from './sftp.ts'

/** Puts a file of a name into a folder at the other side. Throws where it may not lie there. */
export type PutFile = (name: string, bytes: Buffer) => Promise<void>

/** Puts files of orders into the bank's folder; undefined where we know none. */
export const putOrders = ({ sftp, privateSftpKeysOf, ordersFolder }: FileAccess, reach: Reach): PutFile | undefined => {
  const address = sftp.bank
  if (address === undefined) return undefined
  return (name, bytes) =>
    between(reach, 'remittance.call_bank', async () => {
      const remote = await connectSftp(address, await privateSftpKeysOf('bank'))
      try {
        const path = `${ordersFolder}/${name}`
        // It was put there before, and nobody wrote down that it was.
        const there = (await remote.list(ordersFolder)).find((file) => file.path === path)
        if (there?.bytes !== bytes.length) await remote.put(path, Readable.from([bytes]), bytes.length)
      } finally {
        remote.close()
      }
    })
}
