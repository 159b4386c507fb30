import ssh2, { type SFTPWrapper } from 'ssh2'
import { askSftp } from './sftp-request.ts'

const pieceBytes = 32 * 1024
const piecesAhead = 16
const { NO_SUCH_FILE } = ssh2.utils.sftp.STATUS_CODE

/** A request that answers with nothing but whether it was done. */
const done = (request: (answer: (error?: Error | null) => void) => void): Promise<void> =>
  askSftp<void>((answer) => request((error) => answer(error ?? undefined, undefined)))

/** Removes a file that may not be there. */
const remove = async (sftp: SFTPWrapper, path: string): Promise<void> => {
  await done((answer) => sftp.unlink(path, answer)).catch((error: Error & { code?: unknown }) => {
    if (error.code !== NO_SUCH_FILE) throw error
  })
}

/** Writes pieces as they come, several under way at once; answers how many bytes there were. */
const writeAll = async (sftp: SFTPWrapper, handle: Buffer, bytes: AsyncIterable<Buffer>): Promise<number> => {
  const underWay: Promise<void>[] = []
  let position = 0
  for await (const block of bytes) {
    for (let from = 0; from < block.length; from += pieceBytes) {
      const piece = block.subarray(from, from + pieceBytes)
      const at = position
      const written = done((answer) => sftp.write(handle, piece, 0, piece.length, at, answer))
      // Whoever waits for it hears; nobody does once an earlier one has failed.
      written.catch(() => {})
      underWay.push(written)
      position += piece.length
      if (underWay.length >= piecesAhead) await underWay.shift()
    }
  }
  await Promise.all(underWay)
  return position
}

/** Gives a file another name, in the place of what has it. Of SFTP itself a server refuses a name that is taken. */
const replace = async (sftp: SFTPWrapper, from: string, to: string): Promise<void> => {
  await done((answer) => sftp.rename(from, to, answer)).catch(async (error: unknown) => {
    const isTaken = await askSftp((answer) => sftp.stat(to, answer)).then(
      () => true,
      () => false,
    )
    if (!isTaken) throw error
    await remove(sftp, to)
    await done((answer) => sftp.rename(from, to, answer))
  })
}

/** See `Remote.put`. */
export const putFile = async (
  sftp: SFTPWrapper,
  path: string,
  bytes: AsyncIterable<Buffer>,
  size: number,
): Promise<void> => {
  const beside = `${path}.part`
  const handle = await askSftp<Buffer>((answer) => sftp.open(beside, 'w', answer))
  const written = await writeAll(sftp, handle, bytes)
  await done((answer) => sftp.close(handle, answer))
  const { size: there } = await askSftp<{ size: number }>((answer) => sftp.stat(beside, answer))
  if (written !== size || there !== size) {
    throw new Error(`${path} has ${size} bytes; ${written} were sent, and ${there} are there. It is left as ${beside}.`)
  }
  await replace(sftp, beside, path)
}
