import type { MerchantId } from '@silkgate/domain'
import { between } from '../crash-points.ts'
import type { PostWebhook } from './post-webhook.ts'
import { testBody } from './webhook-event.ts'

type Needs = {
  readonly now: () => Date
  readonly newId: () => string
  readonly webhookKey: (merchantId: MerchantId) => Promise<{ keyId: string; secret: string } | undefined>
  readonly post: PostWebhook
}

const noReactions = () => {}

/**
 * One signed event of type TEST, sent at once and once, however the endpoint has fared so far; nothing of it is kept.
 * Answers what came of it, or undefined where the merchant has no webhook key.
 */
export const sendTest = async (needs: Needs, { merchantId, url }: { merchantId: MerchantId; url: string }) => {
  const key = await needs.webhookKey(merchantId)
  if (key === undefined) return undefined
  const { eventId, body } = testBody(merchantId, needs.newId(), needs.now())
  const webhook = { body, sequence: undefined }
  const posted = await between(noReactions, 'chore.call_endpoint', () => needs.post(url, webhook, key))
  const { isDelivered: delivered, ...answer } = posted
  return { eventId, type: 'TEST', keyId: key.keyId, delivered, ...answer }
}
