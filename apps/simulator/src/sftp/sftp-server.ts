import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import type { Logger } from 'pino'
import ssh2, { type AuthContext, type ParsedKey } from 'ssh2'
import type { Faults } from '../fault/faults.ts'
import type { Inbox } from '../transfer/transfers.ts'
import type { SftpStore } from './sftp.store.ts'
import { serveSession } from './sftp-session.ts'
import { type SftpUser, sftpUsers } from './sftp-user.ts'

const { generateKeyPairSync, parseKey } = ssh2.utils

/** Where files are fetched, and by whom. */
export type SftpServer = {
  readonly port: number
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly hostKey: string
  /** Throws for text that is no public key of OpenSSH. */
  readonly addKey: (user: SftpUser, publicKey: string) => Promise<void>
  readonly stop: () => Promise<void>
}

const idleMs = 60_000
const mostConnections = 32

const readKey = (text: string): ParsedKey => {
  const parsed = parseKey(text)
  if (parsed instanceof Error) throw parsed
  return parsed
}

const isUser = (name: string): name is SftpUser => (sftpUsers as readonly string[]).includes(name)

/** Lets in who shows a key that was given to us for that user, and proves that it is its own. */
const isLetIn = async (context: AuthContext, store: SftpStore): Promise<boolean> => {
  if (context.method !== 'publickey') return false
  const { algo, data } = context.key
  const keys = (await store.keysOf(context.username)).map(readKey)
  const key = keys.find((one) => one.type === algo && one.getPublicSSH().equals(data))
  if (key === undefined) return false
  // Without a signature the client only asks whether the key would do.
  const { blob, signature, hashAlgo } = context
  return signature === undefined || (blob !== undefined && key.verify(blob, signature, hashAlgo) === true)
}

type Needs = {
  readonly store: SftpStore
  /** Where the bank's customer puts files; nowhere without a bank. */
  readonly inbox: Inbox | undefined
  readonly faults: Faults
  readonly log: Logger
  readonly host: string
  readonly port: number
}

/** One of some hundred keys that ssh2 makes begins with a zero that it leaves out, and nobody can read it. */
const makeHostKey = (): string => {
  for (;;) {
    const key = generateKeyPairSync('ed25519').private
    if (!(parseKey(key) instanceof Error)) return key
  }
}

/** Serves files over SFTP to users with a key: to look at and to read, and to put into the bank's inbox. Its host key is kept. */
export const serveSftp = async ({ store, inbox, faults, log, host, port }: Needs): Promise<SftpServer> => {
  const hostKey = await store.hostKey(makeHostKey)
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    let user: SftpUser | undefined
    client.on('error', (error) => log.debug({ err: error }, 'an SFTP connection broke'))
    client.on('authentication', (context) => {
      const name = context.username
      isLetIn(context, store).then(
        (isIn) => {
          if (!isIn || !isUser(name)) return context.reject(['publickey'])
          user = name
          context.accept()
        },
        () => context.reject(['publickey']),
      )
    })
    client.on('session', (acceptSession) => {
      acceptSession().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp()
        if (user === undefined) return client.end()
        serveSession(sftp, {
          store,
          user,
          inbox: user === 'bank' ? inbox : undefined,
          breaksUpload: (path) => faults.strikesOne('sftp-breaks', path),
          breaksAt: ({ path, bytes }, offset) => offset >= bytes / 2 && faults.strikesOne('sftp-breaks', path),
          breakOff: () => client.end(),
        })
      })
    })
  })

  const sockets = createServer((socket) => {
    socket.setNoDelay(true)
    socket.setTimeout(idleMs, () => socket.destroy())
    if (faults.strikesOne('sftp-refused', '')) return socket.destroy()
    server.injectSocket(socket)
  })
  sockets.maxConnections = mostConnections
  const open = new Set<{ destroy: () => void }>()
  sockets.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    sockets.once('error', reject)
    sockets.listen(port, host, resolve)
  })
  const address = sockets.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    hostKey: `SHA256:${createHash('sha256').update(readKey(hostKey).getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    addKey: (user, publicKey) => {
      readKey(publicKey)
      return store.addKey(user, publicKey)
    },
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => sockets.close(resolve))
    },
  }
}
