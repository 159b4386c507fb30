import { createServer } from 'node:http'

/** A merchant's webhook endpoint that says yes to everything, and counts. */
export const receiveWebhooks = async () => {
  let received = 0
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      received++
      response.writeHead(200).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received: () => received,
    /** Waits until so many have come, or patience is at its end; answers how long that took. */
    until: async (count: number, patienceMs: number): Promise<number> => {
      const beganMs = performance.now()
      while (received < count && performance.now() - beganMs < patienceMs)
        await new Promise((done) => setTimeout(done, 5))
      return Math.min(performance.now() - beganMs, patienceMs)
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
