import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import ssh2, { type SFTPWrapper } from 'ssh2'
import type { RemoteFile } from './remote-file.ts'
import { putFile } from './sftp-put.ts'
import { askSftp as ask } from './sftp-request.ts'

/** Where an SFTP server is, whom it knows us as, and which host key it has. */
export type SftpAddress = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The folder in which its files begin; without a slash at its end. */
  readonly root: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly hostKey: string
}

/** `sftp://user@host:port/folder` and a fingerprint. */
export const sftpAddressOf = (url: string, hostKey: string): SftpAddress => {
  const { hostname, port, username, pathname } = new URL(url)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 22 : Number(port),
    user: decodeURIComponent(username),
    root: decodeURIComponent(pathname).replace(/\/+$/, ''),
    hostKey,
  }
}

/** An SFTP server that has let us in. */
export type Remote = {
  /** What lies in a folder, by name; nothing where there is no such folder. */
  readonly list: (folder: string) => Promise<RemoteFile[]>
  /** Reads a file from an offset to its end. Throws when it is not as long as it was listed. */
  readonly read: (file: RemoteFile, from: number) => AsyncIterable<Buffer>
  /**
   * Writes a file of so many bytes, whole or not at all: under a name beside its own, and under its own once it is there to
   * its end. What had that name is replaced. Throws where it is not there afterwards, or where that cannot be known.
   */
  readonly put: (path: string, bytes: AsyncIterable<Buffer>, size: number) => Promise<void>
  readonly close: () => void
}

const pieceBytes = 32 * 1024
const piecesAhead = 32
const noSuchFile = ssh2.utils.sftp.STATUS_CODE.NO_SUCH_FILE

const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/**
 * Logs in with one of these private keys, the first that the server takes, and only where its host key is the one it
 * should be. Throws with what went wrong.
 */
export const connectSftp = async (address: SftpAddress, privateKeys: readonly string[]): Promise<Remote> => {
  const { host, port, user: username, hostKey } = address
  if (privateKeys.length === 0) throw new Error('There is no key to log in with. Add one: silkgate sftp-key add')
  const client = new ssh2.Client()
  let shown: string | undefined
  // What breaks later is heard by the requests that are under way.
  client.on('error', () => {})
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve)
      client.once('error', reject)
      client.once('close', () => reject(new Error('The SFTP server ended the connection.')))
      client.connect({
        ...{ host, port, username },
        hostVerifier: (key: Buffer) => {
          shown = fingerprintOf(key)
          return shown === hostKey
        },
        authHandler: privateKeys.map((key) => ({ type: 'publickey' as const, username, key })),
        readyTimeout: 20_000,
        keepaliveInterval: 10_000,
        keepaliveCountMax: 3,
      })
      client.setNoDelay(true)
    })
    const sftp = await ask<SFTPWrapper>((answer) => client.sftp(answer))
    return remoteOf(sftp, () => client.end())
  } catch (error) {
    client.destroy()
    if (shown === undefined || shown === hostKey) throw error
    throw new Error(`${host} shows the host key ${shown}, not ${hostKey}. Ask its operator before you trust it.`)
  }
}

const remoteOf = (sftp: SFTPWrapper, close: () => void): Remote => {
  const readPiece = async (handle: Buffer, position: number, length: number): Promise<Buffer> => {
    const piece = Buffer.allocUnsafe(length)
    const bytes = await ask<number>((answer) => sftp.read(handle, piece, 0, length, position, answer))
    return piece.subarray(0, bytes)
  }
  return {
    close,
    put: (path, bytes, size) => putFile(sftp, path, bytes, size),
    list: async (folder) => {
      try {
        const entries = await ask<Entry[]>((answer) => sftp.readdir(folder, answer))
        return entriesOf(folder, entries)
      } catch (error) {
        if ((error as { code?: unknown }).code === noSuchFile) return []
        throw error
      }
    },
    read: async function* ({ path, bytes }, from) {
      const handle = await ask<Buffer>((answer) => sftp.open(path, 'r', answer))
      const ahead: { readonly length: number; readonly piece: Promise<Buffer> }[] = []
      let [position, asked] = [from, from]
      while (position < bytes) {
        for (; ahead.length < piecesAhead && asked < bytes; asked += pieceBytes) {
          const length = Math.min(pieceBytes, bytes - asked)
          const piece = readPiece(handle, asked, length)
          // Whoever waits for it hears; nobody does once an earlier one has failed.
          piece.catch(() => {})
          ahead.push({ length, piece })
        }
        const first = ahead.shift()
        const piece = (await first?.piece) ?? Buffer.alloc(0)
        if (piece.length === 0) break
        yield piece
        position += piece.length
        if (piece.length === first?.length) continue
        // A server may answer with less than was asked for: what was asked for behind it leaves a gap.
        ahead.length = 0
        asked = position
      }
      const { size } = await ask<{ size: number }>((answer) => sftp.fstat(handle, answer))
      if (position !== bytes || size !== bytes) {
        throw new Error(`${path} was listed with ${bytes} bytes and has ${size} now; ${position} were read.`)
      }
      await ask<void>((answer) => sftp.close(handle, (error) => answer(error ?? undefined, undefined)))
    },
  }
}

type Entry = { readonly filename: string; readonly attrs: { size: number; mtime: number; isDirectory: () => boolean } }

/** Files and folders with the names that they have there; what calls itself otherwise is left alone. */
const entriesOf = (folder: string, entries: readonly Entry[]): RemoteFile[] =>
  entries
    .filter(({ filename }) => filename === posix.basename(filename) && !filename.startsWith('.'))
    .map(({ filename, attrs }) => ({
      path: `${folder}/${filename}`,
      bytes: attrs.size,
      modifiedAt: new Date(attrs.mtime * 1000),
      isFolder: attrs.isDirectory(),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))

/**
 * A key pair to log in with, ed25519, in the form of OpenSSH. One of some hundred that ssh2 makes begins with a zero that it
 * leaves out, and nobody can read it: then another is made.
 */
export const makeLoginKey = (comment: string): { readonly private: string; readonly public: string } => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment })
    if (!(ssh2.utils.parseKey(pair.public) instanceof Error)) return pair
  }
}
