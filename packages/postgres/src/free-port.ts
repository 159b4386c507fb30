import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/**
 * A port of the loopback address that nobody listens on. It is below those that systems give out by themselves (Linux from 32768
 * on), so that nobody gets it by chance before the one who asked listens on it.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await canListen(port)) return port
  }
}
