import type { MerchantId } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { listParts, readListQuery } from '../../http/list-query.ts'
import { aboutMerchant, json, type OperatorRequest, type OperatorRoute } from '../../operator/index.ts'
import type { KeyWork } from './key-work.ts'

const ofMerchant = z.looseObject({ merchant: listParts.merchant })
const longestOverlap = 30 * 24
const rotation = z.looseObject({
  overlapHours: z.coerce
    .number({ error: 'Hours are expected.' })
    .min(0, { error: 'Hours are expected.' })
    .max(longestOverlap, { error: `At most ${longestOverlap} hours, please.` }),
})

/** Keys in the console: API keys sign merchants' requests to us, webhook keys our events to them. */
export const keyWorkRoutes = (work: KeyWork): OperatorRoute[] => {
  const noKey = (errorId: string) => errorAnswer(errorId, [{ error: 'INVALID_KEY_ID', propertyName: 'keyId' }])

  const list = (
    path: string,
    operation: string,
    keysOf: (merchantId: MerchantId) => Promise<unknown>,
  ): OperatorRoute => ({
    ...{ method: 'GET', path, operation, needs: 'calls.read', refuses: ['INVALID_VALUE'] },
    run: async (request) => {
      const read = readListQuery(ofMerchant, request.query)
      if (!read.ok) return errorAnswer(request.errorId, read.refusals)
      return aboutMerchant(request, read.value.merchant, 'keys', async (merchantId) => ({
        rows: await keysOf(merchantId),
      }))
    },
  })

  /** A deed about a merchant's keys, open to whoever has just shown who they are. */
  const deed = (
    path: string,
    operation: string,
    run: (request: OperatorRequest, merchantId: MerchantId, keyId: string) => Promise<HttpAnswer>,
  ): OperatorRoute => ({
    ...{ method: 'POST', path: `/merchants/:merchantId/${path}`, operation },
    needs: 'keys.change',
    needsConfirmation: true,
    refuses: ['INVALID_MERCHANT_ID', 'INVALID_KEY_ID', 'CONFIRMATION_NEEDED'],
    absent: work.absentMerchant,
    run: (request) => run(request, request.params.merchantId ?? '', request.params.keyId ?? ''),
  })

  const done = (isDone: boolean, errorId: string): HttpAnswer => (isDone ? { status: 204, body: '' } : noKey(errorId))

  return [
    list('/api-keys', 'apiKeys.list', work.apiKeys),
    deed('api-keys', 'apiKeys.add', async ({ by }, merchantId) =>
      json(await work.add(by, 'api_keys', merchantId), 201),
    ),
    {
      ...deed('api-keys/:keyId/rotation', 'apiKeys.rotate', async ({ by, body, errorId }, merchantId, keyId) => {
        const { overlapHours } = body as z.output<typeof rotation>
        const made = await work.rotate(by, merchantId, keyId, overlapHours)
        return made === undefined ? noKey(errorId) : json(made, 201)
      }),
      body: rotation,
    },
    deed('api-keys/:keyId/end', 'apiKeys.end', async ({ by, errorId }, merchantId, keyId) =>
      done(await work.end(by, 'api_keys', merchantId, keyId), errorId),
    ),
    list('/webhook-keys', 'webhookKeys.list', work.webhookKeys),
    deed('webhook-keys', 'webhookKeys.add', async ({ by }, merchantId) =>
      json(await work.add(by, 'webhook_keys', merchantId), 201),
    ),
    deed('webhook-keys/:keyId/use', 'webhookKeys.use', async ({ by, errorId }, merchantId, keyId) =>
      done(await work.use(by, merchantId, keyId), errorId),
    ),
    deed('webhook-keys/:keyId/end', 'webhookKeys.end', async ({ by, errorId }, merchantId, keyId) =>
      done(await work.end(by, 'webhook_keys', merchantId, keyId), errorId),
    ),
  ]
}
