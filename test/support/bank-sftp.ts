import ssh2, { type SFTPWrapper } from 'ssh2'
import { makeLoginKey } from '../../apps/gateway/src/file/sftp.ts'
import type { TestSandbox } from './sandbox.ts'

type Simulated = Pick<TestSandbox, 'simulatorUrl'>

/** The bank's customer at its SFTP server, with a key of its own. */
export type BankCustomer = {
  readonly sftp: SFTPWrapper
  /** Puts a file under a name; rejects where the server does not take it. */
  readonly put: (path: string, body: Uint8Array | string) => Promise<void>
  /** Puts a file whose first bytes are behind an offset. */
  readonly putAt: (path: string, offset: number, body: string) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly close: () => void
}

const done = (work: (answer: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())))

/** Logs in at the bank's SFTP server with an ordinary client. */
export const atTheBank = async ({ simulatorUrl }: Simulated): Promise<BankCustomer> => {
  const key = makeLoginKey('customer')
  const body = JSON.stringify({ user: 'bank', publicKey: key.public })
  const headers = { 'Content-Type': 'application/json' }
  await fetch(`${simulatorUrl}/control/sftp-keys`, { method: 'PUT', headers, body })
  const { port } = (await (await fetch(`${simulatorUrl}/control/sftp`)).json()) as { port: number }
  const client = new ssh2.Client()
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve)
    client.once('error', reject)
    client.connect({ host: '127.0.0.1', port, username: 'bank', privateKey: key.private })
  })
  client.on('error', () => {})
  const broken = new Promise<never>((_, reject) =>
    client.once('close', () => reject(new Error('The connection broke.'))),
  )
  broken.catch(() => {})
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) =>
    client.sftp((error, wrapper) => (error ? reject(error) : resolve(wrapper))),
  )
  return {
    sftp,
    put: (path, file) => {
      const put = done((answer) => sftp.writeFile(path, Buffer.from(file), answer))
      return Promise.race([put, broken])
    },
    putAt: async (path, offset, text) => {
      const handle = await new Promise<Buffer>((resolve, reject) =>
        sftp.open(path, 'w', (error, opened) => (error ? reject(error) : resolve(opened))),
      )
      const written = done((answer) => sftp.write(handle, Buffer.from(text), 0, text.length, offset, answer))
      await written.catch(() => {})
      await done((answer) => sftp.close(handle, answer))
    },
    rename: (from, to) => done((answer) => sftp.rename(from, to, answer)),
    close: () => client.end(),
  }
}
