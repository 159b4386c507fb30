import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { SftpServer } from '../sftp/sftp-server.ts'
import { sftpUsers } from '../sftp/sftp-user.ts'
import { no, read } from './read.ts'

const keyBody = z.object({ user: z.enum(sftpUsers), publicKey: z.string().min(1) })

/** What partners agree on about SFTP: where it is, which host key it shows, and the keys that its users log in with. */
export const serveSftpControl = (server: FastifyInstance, sftp: SftpServer): void => {
  server.get('/control/sftp', async () => ({ port: sftp.port, hostKey: sftp.hostKey }))
  server.put('/control/sftp-keys', async (request, reply) => {
    const key = read(keyBody, request.body, reply)
    if (key === undefined) return reply
    try {
      await sftp.addKey(key.user, key.publicKey)
    } catch {
      return no(reply, 400, 'publicKey: is no public key in the form of OpenSSH.')
    }
    return key
  })
}
