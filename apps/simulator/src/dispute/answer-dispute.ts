import { createHash } from 'node:crypto'
import type { DisputeResponse } from '@silkgate/alipayplus'
import type { z } from 'zod'
import { failure, success } from '../acqp/answers.ts'
import type { escalationAnswer, retrievalAnswer } from '../acqp/messages.ts'
import type { Answer, OrderDispute } from '../order/dispute.ts'
import type { Orders } from '../order/orders.ts'
import type { World } from '../world.ts'
import { callOff, orderOfDispute } from './open-dispute.ts'

type Needs = { readonly orders: Orders; readonly world: World }

/** Why an answer is not taken, or undefined. */
const whyNot = ({ kind, answerBy, judged }: OrderDispute, wanted: OrderDispute['kind'], now: Date) => {
  if (kind !== wanted) return failure('ORDER_NOT_EXIST', `there is no such ${wanted}`)
  if (judged !== undefined) return failure('PROCESS_FAIL', 'the dispute is decided')
  return now >= answerBy ? failure('PROCESS_FAIL', 'it is too late to answer') : undefined
}

const take = async (
  disputeRequestId: string,
  wanted: OrderDispute['kind'],
  said: Omit<Answer, 'at'>,
  needs: Needs,
): Promise<DisputeResponse> => {
  const at = needs.world.now()
  let result = failure('ORDER_NOT_EXIST', 'there is no such dispute')
  await needs.orders.change(orderOfDispute(disputeRequestId), (order) => {
    const known = order.disputes.find((one) => one.disputeRequestId === disputeRequestId)
    if (known === undefined) return undefined
    if (known.answer !== undefined) {
      const isSame = wanted === 'retrieval' || known.answer.gives === said.gives
      result = isSame ? success : failure('REPEAT_REQ_INCONSISTENT', 'the repeat gives another amount')
      return undefined
    }
    const refused = whyNot(known, wanted, at)
    result = refused ?? success
    if (refused !== undefined) return undefined
    const answer = { ...said, at }
    return { order: { ...order, disputes: order.disputes.map((one) => (one === known ? { ...one, answer } : one)) } }
  })
  if (result === success) await callOff(disputeRequestId, needs)
  return { result }
}

/** What is kept of an answer: of documents, what they are and their digest. */
const keptOf = ({ evidences = [], ...message }: z.output<typeof retrievalAnswer | typeof escalationAnswer>) => ({
  body: JSON.stringify(message),
  evidences: evidences.map(({ content, ...one }) => {
    const bytes = Buffer.from(content, 'base64')
    return { ...one, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }),
})

/** Takes what a merchant says to a wallet's question; a repeat is answered as the first was. Source: responseRetrieval. */
export const answerRetrieval = (message: z.output<typeof retrievalAnswer>, needs: Needs) =>
  take(message.disputeRequestId, 'retrieval', { gives: 0n, ...keptOf(message) }, needs)

/** Takes what a merchant says to a claim; one that it gives in to is paid out at once. Source: responseEscalation. */
export const answerEscalation = (message: z.output<typeof escalationAnswer>, needs: Needs) => {
  const { disputeRequestId, refundType, refundAmount } = message
  const gives = refundType === 'ACCEPT_REFUND' ? BigInt(refundAmount.value) : 0n
  return take(disputeRequestId, 'escalation', { gives, ...keptOf(message) }, needs)
}
