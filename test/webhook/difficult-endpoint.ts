import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import connectSdk from 'connect-sdk-nodejs'
import { type ReceivedWebhook, verificationHeader } from '../support/merchant.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { clockOf } from '../support/simulator.ts'

/** How an endpoint answers: with a status, not at all, or once it is told how. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'never answers'
  | 'waits'

/** One call of an endpoint, verified with the SDK's own helper. */
export type Call = {
  readonly event: ReceivedWebhook['body']
  /** How many requests came before it. */
  readonly place: number
  /** On the sandbox clock. */
  readonly at: Date
  /** Whether the one who called is still waiting. */
  readonly isOpen: () => boolean
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => {
      // A test that fails leaves it open, which is no reason to go on.
      server.unref()
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    }),
  )

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** A merchant's endpoint that fails in any way a test likes, and counts every call. */
export const openDifficultEndpoint = async (
  sandbox: TestSandbox,
  keys: Readonly<Record<string, string>>,
  first: Behaviour = { status: 200 },
) => {
  const helper = connectSdk.webhooks.v1.init({ getSecretKey: async (keyId) => keys[keyId] ?? '' })
  const calls: Call[] = []
  let behaviour = first
  let requests = 0
  let tell = () => {}
  const told = new Promise<void>((resolve) => {
    tell = resolve
  })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET') return void response.end(request.headers[verificationHeader])
    const place = requests++
    const event = await helper.unmarshal(await bodyOf(request), request.headers)
    const isOpen = () => !response.writableEnded && !response.destroyed
    const at = await clockOf(sandbox)
    calls.push({ event: event as unknown as Call['event'], place, at, isOpen })
    if (behaviour === 'waits') await told
    if (behaviour === 'never answers' || behaviour === 'waits') return
    response.writeHead(behaviour.status, { ...behaviour.headers }).end(behaviour.body)
  }
  const open = (): Server =>
    createServer((request, response) => {
      answer(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)))
    })
  let server = open()
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    calls,
    /** How many requests came, signed or not. */
    requests: () => requests,
    behave: (next: Behaviour) => {
      behaviour = next
      tell()
    },
    /** From now on connections are refused. */
    disappear: () => close(server),
    comeBack: async () => {
      server = open()
      await listen(server, port)
    },
    close: () => close(server),
  }
}

export type DifficultEndpoint = Awaited<ReturnType<typeof openDifficultEndpoint>>

export const typesOf = (calls: readonly Call[]): string[] => calls.map(({ event }) => event.type)
