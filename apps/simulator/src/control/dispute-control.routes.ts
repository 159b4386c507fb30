import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type DisputeNeeds, defaultReason, judgeDispute, openDispute } from '../dispute/open-dispute.ts'
import type { OrderDispute } from '../order/dispute.ts'
import { no, read } from './read.ts'

const minor = z.string().regex(/^\d{1,18}$/, { error: 'is a natural number in the smallest unit, as text' })
const openBody = z.object({
  paymentRequestId: z.string(),
  kind: z.enum(['retrieval', 'escalation']),
  amount: minor.optional(),
  reason: z.string().min(1).max(256).default(defaultReason),
})
const judgeBody = z.object({ outcome: z.enum(['won', 'lost', 'withdrawn']), amount: minor.optional() })

/** A dispute as the world knows it. */
export const truthOfDispute = ({ minor: claimed, answer, judged, overruled: _, ...dispute }: OrderDispute) => ({
  ...dispute,
  minor: claimed.toString(),
  ...(answer === undefined ? {} : { answer: { ...answer, gives: answer.gives.toString() } }),
  ...(judged === undefined ? {} : { judged: { ...judged, minor: judged.minor.toString() } }),
})

const minorOf = (text: string | undefined) => (text === undefined ? undefined : BigInt(text))

/** Lets wallets dispute what they paid, and decides it: for tests, demos and other programs. */
export const serveDisputeControl = (server: FastifyInstance, needs: DisputeNeeds): void => {
  server.post('/control/disputes', async (request, reply) => {
    const wish = read(openBody, request.body, reply)
    if (wish === undefined) return reply
    const { paymentRequestId, kind, reason } = wish
    const opened = await openDispute(paymentRequestId, { kind, reason, minor: minorOf(wish.amount) }, needs)
    return typeof opened === 'string' ? no(reply, 409, opened) : truthOfDispute(opened)
  })
  server.post<{ Params: { id: string } }>('/control/disputes/:id/judge', async (request, reply) => {
    const wish = read(judgeBody, request.body, reply)
    if (wish === undefined) return reply
    const verdict = { outcome: wish.outcome, minor: minorOf(wish.amount) }
    const judged = await judgeDispute(request.params.id, verdict, needs)
    return judged === undefined ? no(reply, 404, 'There is no such dispute.') : truthOfDispute(judged)
  })
}
