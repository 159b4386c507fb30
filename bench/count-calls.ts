import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Loaded before the simulator's own code: counts the calls of the ACQP interface that come in, and tells them when asked. */
if (process.argv[1]?.includes('simulator')) {
  let calls = 0
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (request.url?.startsWith('/aps/')) calls++
  })
  process.on('message', () => process.send?.({ calls }))
}
