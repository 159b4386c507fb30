import { createHash } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2, { type SFTPWrapper } from 'ssh2'

const { STATUS_CODE } = ssh2.utils.sftp

const makePair = (): { private: string; public: string } => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519')
    if (!(ssh2.utils.parseKey(pair.public) instanceof Error)) return pair
  }
}

const fingerprintOf = (key: string): string => {
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  return `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`
}

/** A merchant's own SFTP server, on which reports are put: it keeps files, and does not rename over one that is there. */
export type MerchantSftp = {
  readonly port: number
  readonly hostKey: () => string
  readonly files: Map<string, Buffer>
  /** Names that files were given, in order. */
  readonly renamed: string[]
  /** The public key that is let in; nobody while it is undefined. */
  letIn: string | undefined
  /** Breaks off each connection once so many bytes were written over it. */
  breaksAfter: number
  readonly changeHostKey: () => void
  readonly close: () => Promise<void>
}

const serveFiles = (sftp: SFTPWrapper, server: MerchantSftp, breakOff: () => void): void => {
  const open = new Map<number, string>()
  let [last, written] = [0, 0]
  const done = (id: number, isDone = true, otherwise: number = STATUS_CODE.NO_SUCH_FILE) =>
    sftp.status(id, isDone ? STATUS_CODE.OK : otherwise)
  sftp.on('OPEN', (id, path) => {
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(++last)
    open.set(last, path)
    server.files.set(path, Buffer.alloc(0))
    sftp.handle(id, handle)
  })
  sftp.on('WRITE', (id, handle, offset, data) => {
    written += data.length
    if (written > server.breaksAfter) return breakOff()
    const path = open.get(handle.readUInt32BE()) ?? ''
    const before = server.files.get(path) ?? Buffer.alloc(0)
    const after = Buffer.alloc(Math.max(before.length, offset + data.length))
    before.copy(after)
    data.copy(after, offset)
    server.files.set(path, after)
    done(id)
  })
  sftp.on('CLOSE', (id) => done(id))
  sftp.on('STAT', (id, path) => {
    const size = server.files.get(path)?.length
    if (size === undefined) return done(id, false)
    sftp.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size, atime: 0, mtime: 0 })
  })
  sftp.on('REMOVE', (id, path) => done(id, server.files.delete(path)))
  sftp.on('RENAME', (id, from, to) => {
    const body = server.files.get(from)
    if (body === undefined || server.files.has(to)) return done(id, false, STATUS_CODE.FAILURE)
    server.files.delete(from)
    server.files.set(to, body)
    server.renamed.push(to)
    done(id)
  })
}

export const openMerchantSftp = async (): Promise<MerchantSftp> => {
  let hostKey = makePair()
  const open = new Set<Socket>()
  const serverWith = (key: string) =>
    new ssh2.Server({ hostKeys: [key] }, (client) => {
      client.on('error', () => {})
      client.on('authentication', (context) => {
        const known = merchant.letIn === undefined ? undefined : ssh2.utils.parseKey(merchant.letIn)
        const isKnown =
          context.method === 'publickey' &&
          known !== undefined &&
          !(known instanceof Error) &&
          known.getPublicSSH().equals(context.key.data)
        if (isKnown) context.accept()
        else context.reject(['publickey'])
      })
      client.on('session', (accept) =>
        accept().on('sftp', (acceptSftp) => serveFiles(acceptSftp(), merchant, () => client.end())),
      )
    })
  let server = serverWith(hostKey.private)
  const sockets = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    server.injectSocket(socket)
  })
  await new Promise<void>((resolve) => sockets.listen(0, '127.0.0.1', resolve))
  const { port } = sockets.address() as AddressInfo
  const merchant: MerchantSftp = {
    port,
    hostKey: () => fingerprintOf(hostKey.public),
    files: new Map(),
    renamed: [],
    letIn: undefined,
    breaksAfter: Number.POSITIVE_INFINITY,
    changeHostKey: () => {
      hostKey = makePair()
      server = serverWith(hostKey.private)
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => sockets.close(resolve))
    },
  }
  return merchant
}
