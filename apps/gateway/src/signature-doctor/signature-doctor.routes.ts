import type { MerchantId } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import type { KnownKey } from '../merchant/index.ts'
import { diagnoseRequest } from './diagnose-request.ts'
import { diagnoseWebhook } from './diagnose-webhook.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readRequestQuestion, readWebhookQuestion, requestQuestion, webhookQuestion } from './read-question.ts'
import { decodeUtf8 } from './signing.ts'

type Needs = {
  readonly keysOf: (merchantId: MerchantId) => Promise<KnownKey[]>
  readonly sentBodyOf: (merchantId: MerchantId, text: string) => Promise<string | undefined>
  readonly wallMs: () => number
}

const answer = (diagnosis: unknown) => ({ status: 200, body: JSON.stringify(diagnosis) })

/** A merchant asks about its own requests and webhooks; keys of others are unknown to it. */
export const signatureDoctorRoutes = ({ keysOf, sentBodyOf, wallMs }: Needs): Route[] => {
  const inTurn = oneAtATime()
  return [
    {
      method: 'POST',
      path: '/reporting/v1/:merchantId/signature-doctor/requests',
      operation: 'signatureDoctor.requests',
      body: requestQuestion,
      refuses: ['INVALID_VALUE', 'PARAMETER_NOT_FOUND_IN_REQUEST'],
      run: async ({ caller, merchant, errorId }) => {
        const question = readRequestQuestion(caller.body)
        if (!question.ok) return errorAnswer(errorId, question.refusals)
        const keys = await keysOf(merchant.merchantId)
        return answer(await inTurn(() => diagnoseRequest({ ...question.value, keys, wallMs: wallMs() })))
      },
    },
    {
      method: 'POST',
      path: '/reporting/v1/:merchantId/signature-doctor/webhooks',
      operation: 'signatureDoctor.webhooks',
      body: webhookQuestion,
      refuses: ['INVALID_VALUE', 'PARAMETER_NOT_FOUND_IN_REQUEST'],
      run: async ({ caller, merchant, errorId }) => {
        const question = readWebhookQuestion(caller.body)
        if (!question.ok) return errorAnswer(errorId, question.refusals)
        const { merchantId } = merchant
        const [keys, text] = [await keysOf(merchantId), await sentBodyOf(merchantId, decodeUtf8(question.value.body))]
        const sent = text === undefined ? undefined : Buffer.from(text, 'utf8').toString('latin1')
        return answer(await inTurn(() => diagnoseWebhook({ ...question.value, keys, sent })))
      },
    },
  ]
}
