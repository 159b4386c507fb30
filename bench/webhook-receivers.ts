import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'

/**
 * Merchants' endpoints in a process of their own: healthy ones that say yes and count, one that never answers, and one where
 * nobody listens. Told how many webhooks to wait for, it says so, and again when the last of them has come, with its body.
 */
export type ReceiversMessage =
  | { readonly expecting: number }
  | { readonly ready: { readonly healthy: readonly string[]; readonly silent: string; readonly refusing: string } }
  | { readonly done: number; readonly body: string }

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/webhooks`)
    }),
  )

let expected = Number.POSITIVE_INFINITY
let received = 0

const say = (message: ReceiversMessage): void => {
  process.send?.(message)
}

const count = (body: Buffer): void => {
  received++
  if (received === expected) say({ done: received, body: body.toString('utf8') })
}

const openHealthy = (): Promise<string> =>
  listen(
    createHttpServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.once('end', () => {
        response.writeHead(200).end()
        count(Buffer.concat(chunks))
      })
    }),
  )

const start = async (): Promise<void> => {
  const healthy = await Promise.all(Array.from({ length: Number(process.env.HEALTHY) }, openHealthy))
  const silent = await listen(createTcpServer((socket) => socket.on('error', () => {}).resume()))
  const closed = createTcpServer()
  const refusing = await listen(closed)
  closed.close()
  process.on('message', (message: { expect: number }) => {
    received = 0
    expected = message.expect
    say({ expecting: expected })
  })
  process.once('disconnect', () => process.exit(0))
  say({ ready: { healthy, silent, refusing } })
}

await start()
