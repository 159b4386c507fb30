import type { MerchantId } from '@silkgate/domain'
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2'
import { fileAttributes, fileEntry, folderAttributes, folderEntry } from './attributes.ts'
import { inTurn } from './in-turn.ts'
import type { SftpLimits } from './limits.ts'
import { type Place, placeOf, resolvePath } from './place.ts'
import type { OpenFile, ServedFiles } from './served-files.ts'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp
const { DENIED, MISSING } = { DENIED: STATUS_CODE.PERMISSION_DENIED, MISSING: STATUS_CODE.NO_SUCH_FILE }

type Handle = { readonly file: OpenFile } | { entries: readonly FileEntry[] }

type Needs = {
  readonly files: ServedFiles
  readonly merchantId: MerchantId
  readonly limits: SftpLimits
  /** Bytes that the network has not taken yet. */
  readonly unsent: () => number
  /** Called after each answer. */
  readonly answered: () => void
  /** Ends the connection of a client that asks for more than anybody needs. */
  readonly breakOff: (why: string) => void
  readonly failed: (error: unknown) => void
}

/** A session under way. */
export type Session = {
  /** Goes on with what was held up, once the client has taken something. */
  readonly goOn: () => void
  readonly hasOpenFiles: () => boolean
  /** Closes what is open. */
  readonly end: () => void
}

const entriesAtOnce = 100

/** How much the client lets us send; ssh2 keeps it, and holds back without limit what goes beyond it. */
const windowOf = (sftp: SFTPWrapper): number => (sftp as unknown as { outgoing: { window: number } }).outgoing.window

/** Serves one session: the merchant's files in /out, to look at and to read. Whatever would change anything is denied. */
export const serveSession = (sftp: SFTPWrapper, needs: Needs): Session => {
  const { files, merchantId, limits } = needs
  const handles = new Map<number, Handle>()
  let last = 0
  let isOver = false

  const mayAnswer = () => !isOver && windowOf(sftp) > 0 && needs.unsent() < limits.unsent
  const turns = inTurn({ most: limits.requests, mayAnswer, answered: needs.answered })
  /** Answers a request in its turn; what goes wrong in between is an answer too. */
  const answer = (id: number, work: () => Promise<void> | void) => {
    const isTaken = turns.add(async () => {
      try {
        await work()
      } catch (error) {
        needs.failed(error)
        sftp.status(id, STATUS_CODE.FAILURE)
      }
    })
    if (!isTaken) needs.breakOff('too many requests wait for their answers')
  }
  const handleOf = (name: Buffer) => (name.length === 4 ? handles.get(name.readUInt32BE()) : undefined)
  const isFull = (id: number): boolean => {
    if (handles.size < limits.handles) return false
    sftp.status(id, STATUS_CODE.FAILURE, `At most ${limits.handles} files may be open at once.`)
    return true
  }
  const give = (id: number, handle: Handle) => {
    // The client may be gone meanwhile.
    if (isOver) return void ('file' in handle && handle.file.close().catch(needs.failed))
    const name = Buffer.alloc(4)
    last = (last + 1) % 2 ** 32
    name.writeUInt32BE(last)
    handles.set(last, handle)
    sftp.handle(id, name)
  }
  const fileAt = (place: Place) =>
    typeof place === 'object' ? files.find(merchantId, place.name) : Promise.resolve(undefined)

  const stat = (id: number, path: string) =>
    answer(id, async () => {
      const place = placeOf(path)
      if (place === 'root' || place === 'out') return sftp.attrs(id, folderAttributes)
      const file = await fileAt(place)
      if (file === undefined) return sftp.status(id, MISSING)
      sftp.attrs(id, fileAttributes(file))
    })
  sftp.on('STAT', stat)
  sftp.on('LSTAT', stat)
  sftp.on('FSTAT', (id, name) =>
    answer(id, () => {
      const handle = handleOf(name)
      if (handle === undefined) return sftp.status(id, STATUS_CODE.FAILURE)
      sftp.attrs(id, 'file' in handle ? fileAttributes(handle.file) : folderAttributes)
    }),
  )
  sftp.on('REALPATH', (id, text) =>
    answer(id, () => {
      const path = resolvePath(text)
      if (path === undefined) return sftp.status(id, MISSING)
      sftp.name(id, [{ filename: path, longname: path, attrs: folderAttributes }])
    }),
  )
  sftp.on('OPENDIR', (id, path) =>
    answer(id, async () => {
      const place = placeOf(path)
      if (place !== 'root' && place !== 'out') return sftp.status(id, MISSING)
      if (isFull(id)) return
      const inside = place === 'root' ? [folderEntry('out')] : (await files.list(merchantId)).map(fileEntry)
      give(id, { entries: [folderEntry('.'), folderEntry('..'), ...inside] })
    }),
  )
  sftp.on('READDIR', (id, name) =>
    answer(id, () => {
      const handle = handleOf(name)
      if (handle === undefined || 'file' in handle) return sftp.status(id, STATUS_CODE.FAILURE)
      const now = handle.entries.slice(0, entriesAtOnce)
      if (now.length === 0) return sftp.status(id, STATUS_CODE.EOF)
      handle.entries = handle.entries.slice(entriesAtOnce)
      sftp.name(id, now)
    }),
  )
  sftp.on('OPEN', (id, path, flags) =>
    answer(id, async () => {
      if (flags !== OPEN_MODE.READ) return sftp.status(id, DENIED)
      const place = placeOf(path)
      if (typeof place !== 'object') return sftp.status(id, place === undefined ? MISSING : DENIED)
      if (isFull(id)) return
      const file = await files.open(merchantId, place.name)
      if (file === undefined) return sftp.status(id, MISSING)
      give(id, { file })
    }),
  )
  sftp.on('READ', (id, name, offset, length) =>
    answer(id, async () => {
      const handle = handleOf(name)
      if (handle === undefined || !('file' in handle)) return sftp.status(id, STATUS_CODE.FAILURE)
      const { file } = handle
      if (!(offset < file.bytes)) return sftp.status(id, STATUS_CODE.EOF)
      sftp.data(id, await file.read(offset, Math.min(length, limits.piece, file.bytes - offset)))
    }),
  )
  sftp.on('CLOSE', (id, name) =>
    answer(id, async () => {
      const handle = handleOf(name)
      if (handle === undefined) return sftp.status(id, STATUS_CODE.FAILURE)
      handles.delete(name.readUInt32BE())
      if ('file' in handle) await handle.file.close()
      sftp.status(id, STATUS_CODE.OK)
    }),
  )
  for (const event of ['WRITE', 'REMOVE', 'RENAME', 'MKDIR', 'RMDIR', 'SETSTAT', 'FSETSTAT', 'SYMLINK']) {
    sftp.on(event, (id: number) => answer(id, () => sftp.status(id, DENIED)))
  }
  // READLINK and extensions that no listener takes are answered by ssh2: not supported.
  sftp.on('error', (error: Error) => needs.breakOff(error.message))
  return {
    goOn: turns.goOn,
    hasOpenFiles: () => [...handles.values()].some((handle) => 'file' in handle),
    end: () => {
      isOver = true
      turns.end()
      for (const handle of handles.values()) if ('file' in handle) handle.file.close().catch(needs.failed)
      handles.clear()
    },
  }
}
