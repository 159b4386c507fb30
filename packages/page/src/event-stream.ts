import type { FastifyReply, FastifyRequest } from 'fastify'

const beatEveryMs = 15_000

/**
 * Tells a page whenever what it shows has changed: a stream of server-sent events, each with the state as JSON. `read`
 * is asked a few times a second while somebody listens, so that a move of the clock is seen too. The stream ends when the
 * server does; whoever listened comes again.
 */
export const streamChanges = async (
  request: FastifyRequest,
  reply: FastifyReply,
  event: string,
  read: () => Promise<unknown>,
  lookEveryMs = 300,
): Promise<void> => {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  if (request.method === 'HEAD') return void raw.end()
  let isOpen = true
  request.raw.socket.once('close', () => {
    isOpen = false
  })
  let last: string | undefined
  for (let quietMs = 0; isOpen && request.server.server.listening; quietMs += lookEveryMs) {
    const now = await read()
      .then((state) => JSON.stringify(state))
      .catch(() => last)
    if (now !== undefined && now !== last) {
      raw.write(`event: ${event}\ndata: ${now}\n\n`)
      last = now
      quietMs = 0
    } else if (quietMs >= beatEveryMs) {
      raw.write(': still here\n\n')
      quietMs = 0
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref())
  }
  raw.end()
}
