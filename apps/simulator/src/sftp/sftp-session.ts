import { posix } from 'node:path'
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2'
import type { Inbox } from '../transfer/transfers.ts'
import { entriesOf, readPath } from './folders.ts'
import type { SftpStore, StoredFile } from './sftp.store.ts'
import type { SftpUser } from './sftp-user.ts'
import { openUpload, type Upload } from './upload.ts'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp

type Handle =
  | { readonly file: StoredFile; readonly block: (from: number) => Promise<Buffer> }
  | { entries: ReturnType<typeof entriesOf> }
  | { readonly path: string; readonly upload: Upload }

type Needs = {
  readonly store: SftpStore
  readonly user: SftpUser
  /** The folder into which the user puts files, where there is one. */
  readonly inbox: Inbox | undefined
  /** Whether the connection breaks before this piece of the file is sent. */
  readonly breaksAt: (file: StoredFile, offset: number) => boolean
  /** Whether the connection breaks before a file that is put here is whole. */
  readonly breaksUpload: (path: string) => boolean
  readonly breakOff: () => void
}

const mostHandles = 64
const mostBytes = 64 * 1024
const blockBytes = 1 << 20

const attributesOf = ({ bytes, writtenAt }: StoredFile, isFolder: boolean): Attributes => {
  const time = Math.floor(writtenAt.getTime() / 1000)
  return { mode: isFolder ? 0o040555 : 0o100444, uid: 0, gid: 0, size: bytes, atime: time, mtime: time }
}

/** Reads a file by blocks and keeps the last one, so that a run of small reads asks the database seldom. */
const blocksOf = ({ store, user }: Needs, { path }: StoredFile): ((from: number) => Promise<Buffer>) => {
  let kept: { readonly from: number; readonly bytes: Promise<Buffer> } | undefined
  return async (offset) => {
    const from = Math.floor(offset / blockBytes) * blockBytes
    if (kept?.from !== from) kept = { from, bytes: store.read(user, path, from, blockBytes) }
    return (await kept.bytes).subarray(offset - from)
  }
}

/**
 * Serves one session: folders and files of its user, to look at and to read, and files to put into its inbox, where a file is
 * taken when it is closed or gets its name. Everything else is denied.
 */
export const serveSession = (sftp: SFTPWrapper, needs: Needs): void => {
  const { store, user, inbox, breaksAt, breaksUpload, breakOff } = needs
  const handles = new Map<number, Handle>()
  const room = { bytes: 16 * 1024 * 1024 }
  let last = 0

  const open = (id: number, handle: Handle) => {
    if (handles.size >= mostHandles) return sftp.status(id, STATUS_CODE.FAILURE, 'Too many files are open.')
    const name = Buffer.alloc(4)
    name.writeUInt32BE(++last)
    handles.set(last, handle)
    sftp.handle(id, name)
  }
  const handleOf = (name: Buffer): Handle | undefined =>
    name.length === 4 ? handles.get(name.readUInt32BE()) : undefined
  /** Answers a request; what goes wrong in between is an answer too. */
  const answer = (id: number, work: () => Promise<void>): void => {
    work().catch(() => sftp.status(id, STATUS_CODE.FAILURE))
  }
  const withPath = (id: number, text: string, work: (path: string) => Promise<void>) => {
    const path = readPath(text)
    if (path === undefined) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
    answer(id, () => work(path))
  }
  const isInInbox = (path: string): boolean =>
    inbox !== undefined && posix.dirname(path) === inbox.folder && path !== inbox.folder
  const isEmptyFolder = (path: string): boolean => path === '/' || path === inbox?.folder
  const entriesAt = async (path: string) => {
    const entries = entriesOf(path, await store.list(user, path))
    if (path !== '/' || inbox === undefined || entries.some((entry) => entry.path === inbox.folder)) return entries
    return [...entries, { path: inbox.folder, bytes: 0, writtenAt: new Date(0), isFolder: true }]
  }

  const stat = (id: number, text: string) =>
    withPath(id, text, async (path) => {
      const file = await store.find(user, path)
      if (file !== undefined) return sftp.attrs(id, attributesOf(file, false))
      const entries = await entriesAt(path)
      if (entries.length === 0 && !isEmptyFolder(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      const writtenAt = new Date(Math.max(0, ...entries.map((entry) => entry.writtenAt.getTime())))
      sftp.attrs(id, attributesOf({ path, bytes: 0, writtenAt }, true))
    })
  sftp.on('STAT', stat)
  sftp.on('LSTAT', stat)
  sftp.on('FSTAT', (id, name) => {
    const handle = handleOf(name)
    if (handle === undefined || !('file' in handle)) return sftp.status(id, STATUS_CODE.FAILURE)
    sftp.attrs(id, attributesOf(handle.file, false))
  })
  sftp.on('REALPATH', (id, text) =>
    withPath(id, text, async (path) =>
      sftp.name(id, [
        { filename: path, longname: path, attrs: attributesOf({ path, bytes: 0, writtenAt: new Date(0) }, true) },
      ]),
    ),
  )
  sftp.on('OPENDIR', (id, text) =>
    withPath(id, text, async (path) => {
      const entries = await entriesAt(path)
      if (entries.length === 0 && !isEmptyFolder(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      open(id, { entries })
    }),
  )
  sftp.on('READDIR', (id, name) => {
    const handle = handleOf(name)
    if (handle === undefined || !('entries' in handle)) return sftp.status(id, STATUS_CODE.FAILURE)
    const now = handle.entries.slice(0, 100)
    if (now.length === 0) return sftp.status(id, STATUS_CODE.EOF)
    handle.entries = handle.entries.slice(100)
    sftp.name(
      id,
      now.map((entry) => {
        const filename = posix.basename(entry.path)
        return { filename, longname: filename, attrs: attributesOf(entry, entry.isFolder) }
      }),
    )
  })
  sftp.on('OPEN', (id, text, flags) => {
    const isUpload = (flags & OPEN_MODE.WRITE) !== 0 && (flags & (OPEN_MODE.READ | OPEN_MODE.APPEND)) === 0
    if (flags !== OPEN_MODE.READ && !isUpload) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
    withPath(id, text, async (path) => {
      if (isUpload) {
        if (!isInInbox(path)) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
        return open(id, { path, upload: openUpload(room) })
      }
      const file = await store.find(user, path)
      if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      open(id, { file, block: blocksOf(needs, file) })
    })
  })
  sftp.on('READ', (id, name, offset, length) => {
    const handle = handleOf(name)
    if (handle === undefined || !('file' in handle)) return sftp.status(id, STATUS_CODE.FAILURE)
    if (offset >= handle.file.bytes) return sftp.status(id, STATUS_CODE.EOF)
    if (breaksAt(handle.file, offset)) return breakOff()
    answer(id, async () => sftp.data(id, (await handle.block(offset)).subarray(0, Math.min(length, mostBytes))))
  })
  sftp.on('WRITE', (id, name, offset, data) => {
    const handle = handleOf(name)
    const isTaken = handle !== undefined && 'upload' in handle && handle.upload.write(offset, data)
    sftp.status(id, isTaken ? STATUS_CODE.OK : STATUS_CODE.FAILURE)
  })
  // A client may set times and rights of what it has written; they mean nothing here.
  sftp.on('FSETSTAT', (id, name) => {
    const handle = handleOf(name)
    sftp.status(id, handle !== undefined && 'upload' in handle ? STATUS_CODE.OK : STATUS_CODE.PERMISSION_DENIED)
  })
  sftp.on('CLOSE', (id, name) => {
    const handle = handleOf(name)
    const isOpen = name.length === 4 && handles.delete(name.readUInt32BE())
    if (handle === undefined || !('upload' in handle)) {
      return sftp.status(id, isOpen ? STATUS_CODE.OK : STATUS_CODE.FAILURE)
    }
    const { path, upload } = handle
    if (breaksUpload(path)) return breakOff()
    answer(id, async () => {
      const body = upload.end()
      if (body === undefined) return sftp.status(id, STATUS_CODE.FAILURE, 'The file has a gap.')
      const isKept = await inbox?.put(path, body)
      sftp.status(id, isKept ? STATUS_CODE.OK : STATUS_CODE.FAILURE, isKept ? undefined : 'The name is taken.')
    })
  })
  sftp.on('RENAME', (id, from, to) =>
    withPath(id, from, async (old) =>
      withPath(id, to, async (path) => {
        if (!isInInbox(old) || !isInInbox(path)) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
        sftp.status(id, (await inbox?.rename(old, path)) ? STATUS_CODE.OK : STATUS_CODE.FAILURE)
      }),
    ),
  )
  for (const event of ['REMOVE', 'MKDIR', 'RMDIR', 'SETSTAT', 'SYMLINK', 'READLINK']) {
    sftp.on(event, (id: number) => sftp.status(id, STATUS_CODE.PERMISSION_DENIED))
  }
}
