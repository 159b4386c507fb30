import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Logger } from 'pino'
import ssh2, { type AuthContext, type ClientInfo, type Connection } from 'ssh2'
import { openFailures } from './failures.ts'
import { fingerprintOfPrivateKey } from './host-key.ts'
import { type SftpLimits, sftpLimits } from './limits.ts'
import { type Login, type LoginKeysOf, logIn } from './login.ts'
import type { ServedFiles } from './served-files.ts'
import { type Session, serveSession } from './sftp-session.ts'

/** Where merchants fetch their files. */
export type SftpServer = {
  readonly port: number
  /** `SHA256:…` of its host key. */
  readonly fingerprint: string
  /** Takes no more connections, lets files that are being fetched come to their end, and ends what is left after `ms`. */
  readonly stop: (ms: number) => Promise<void>
}

type Needs = {
  readonly log: Logger
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** The private half, in the form of OpenSSH. */
  readonly hostKey: string
  readonly keysOf: LoginKeysOf
  readonly files: ServedFiles
  readonly wallMs: () => number
  readonly limits?: Partial<SftpLimits>
}

/** No SHA-1, and no compression: that is work and memory for whoever is not logged in yet. */
const algorithms = {
  hmac: {
    append: [],
    prepend: [],
    remove: ['hmac-sha1-etm@openssh.com', 'hmac-sha1'] as ('hmac-sha1-etm@openssh.com' | 'hmac-sha1')[],
  },
  compress: ['none' as const],
}

/** A connection, and whose it is once that is known. */
type Guest = {
  readonly socket: Socket
  readonly address: string
  readonly sessions: Set<Session>
  /** As whom it wants to log in. */
  name: string
  login: Login | undefined
  /** Keys that were offered in vain. */
  tries: number
}

const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/** Serves files over SFTP, read-only, to merchants with a key. */
export const serveSftp = async (needs: Needs): Promise<SftpServer> => {
  const { log } = needs
  const limits = { ...sftpLimits, ...needs.limits }
  const failures = openFailures({ most: limits.triesOfAddress, ms: limits.keptOutMs }, needs.wallMs)
  const guests = new Map<string, Guest>()
  let isStopping = false

  const isTooMany = ({ merchantId }: Login) =>
    [...guests.values()].filter((guest) => guest.login?.merchantId === merchantId).length >=
    limits.connectionsOfMerchant

  /** Answers one key that is offered. */
  const judge = async (guest: Guest, client: Connection, context: AuthContext): Promise<void> => {
    const { address } = guest
    const login = await logIn(context, needs.keysOf).catch((error: unknown) => {
      log.error({ err: error, address }, 'a key at the SFTP server could not be looked up')
    })
    if (login !== undefined && context.method === 'publickey' && context.signature !== undefined) {
      if (isTooMany(login)) {
        log.warn({ ...login, address }, 'a merchant has too many SFTP connections; one more was refused')
        return void client.end()
      }
      guest.login = login
      failures.forget(address)
      log.info({ ...login, address }, 'a merchant logged in to the SFTP server')
    }
    if (login !== undefined) return context.accept()
    // Clients begin with no method at all, to hear which there are.
    if (context.method !== 'none') {
      guest.tries++
      failures.count(address)
    }
    if (guest.tries < limits.triesOfConnection) return context.reject(['publickey'])
    client.end()
  }

  const welcome = (client: Connection, guest: Guest): void => {
    const { socket } = guest
    client.on('error', (error) => log.debug({ err: error, address: guest.address }, 'an SFTP connection broke'))
    client.on('authentication', (context) => {
      guest.name = context.username
      void judge(guest, client, context)
    })
    const idle = setTimeout(() => client.end(), limits.idleMs).unref()
    client.on('close', () => clearTimeout(idle))
    client.on('session', (acceptSession, rejectSession) => {
      if (guest.login === undefined || guest.sessions.size > 0 || isStopping) return rejectSession()
      acceptSession().on('sftp', (acceptSftp, rejectSftp) => {
        const { login } = guest
        if (login === undefined || guest.sessions.size > 0) return rejectSftp()
        const sftp = acceptSftp()
        const { merchantId } = login
        const session = serveSession(sftp, {
          ...{ files: needs.files, limits, merchantId },
          unsent: () => socket.writableLength,
          answered: () => {
            idle.refresh()
            if (isStopping && !session.hasOpenFiles()) client.end()
          },
          breakOff: (why) => {
            log.warn({ merchantId, address: guest.address, why }, 'an SFTP connection was broken off')
            client.end()
          },
          failed: (error) => log.error({ err: error, merchantId }, 'an SFTP request failed'),
        })
        guest.sessions.add(session)
        // OpenSSH says that it will ask for nothing more, and waits for us to close.
        sftp.on('end', () => sftp.end())
        sftp.on('close', () => {
          guest.sessions.delete(session)
          session.end()
        })
      })
    })
  }

  const server = new ssh2.Server({ hostKeys: [needs.hostKey], ident: 'silkgate', algorithms })
  server.on('connection', (client: Connection, { ip, port }: ClientInfo) => {
    const guest = guests.get(`${ip} ${port}`)
    if (guest === undefined) client.end()
    else welcome(client, guest)
  })

  const sockets = createServer((socket) => {
    const [address, name] = [socket.remoteAddress ?? '', nameOf(socket)]
    socket.on('error', () => {})
    if (guests.size >= limits.connections || failures.isKeptOut(address)) return void socket.destroy()
    const guest: Guest = { socket, address, sessions: new Set(), name: '', login: undefined, tries: 0 }
    guests.set(name, guest)
    const toLogIn = setTimeout(() => {
      if (guest.login === undefined) socket.destroy()
    }, limits.loginMs).unref()
    const goOn = () => {
      for (const session of guest.sessions) session.goOn()
    }
    // The client has taken something, or lets us send more: ssh2 reads that first.
    socket.on('drain', goOn)
    socket.on('data', () => setImmediate(goOn))
    socket.once('close', () => {
      clearTimeout(toLogIn)
      guests.delete(name)
      for (const session of guest.sessions) session.end()
      if (guest.login !== undefined || guest.tries === 0) return
      log.warn({ address, name: guest.name, tries: guest.tries }, 'nobody could log in to the SFTP server from there')
    })
    socket.setNoDelay(true)
    server.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    sockets.once('error', reject)
    sockets.listen(needs.port, needs.host, resolve)
  })
  return {
    port: (sockets.address() as AddressInfo).port,
    fingerprint: fingerprintOfPrivateKey(needs.hostKey),
    stop: async (ms) => {
      isStopping = true
      const closed = new Promise<void>((resolve) => sockets.close(() => resolve()))
      const isBusy = ({ sessions }: Guest) => [...sessions].some((session) => session.hasOpenFiles())
      for (const guest of guests.values()) if (!isBusy(guest)) guest.socket.destroy()
      const patience = setTimeout(() => {
        for (const { socket } of guests.values()) socket.destroy()
      }, ms)
      await closed
      clearTimeout(patience)
    },
  }
}
