import { nextTryAt, oldestWorthTrying } from '@silkgate/domain'
import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import { inBatches } from '../in-batches.ts'
import { leaseMs } from '../lease.ts'
import type { Directory } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { World } from '../world.ts'
import type { EndpointRow } from './endpoint.store.ts'
import type { PostWebhook, WebhookAnswer } from './post-webhook.ts'
import { renderEvents } from './render-events.ts'
import {
  atOncePerEndpoint,
  type ClaimedDelivery,
  claimDeliveries,
  endpointsToServe,
  type Outcome,
  saveOutcomes,
} from './webhook.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly directory: Directory
  readonly post: PostWebhook
  /** Called when what was taken up together has ended: there may be more to take up. */
  readonly roomCame: () => void
}

/** Room for many endpoints that have just begun not to answer; of one that goes on so, one delivery is under way. */
const atOnce = 256

/**
 * Sends the webhooks that are due: at least once, rendered from the facts as they were at their version. While an
 * endpoint fails, only its oldest delivery is tried, so that a dead endpoint costs one call per try whatever has piled
 * up. Answers how many it took up.
 */
export const deliverWebhooks = (needs: Needs) => {
  const { db, world, log, stop, directory } = needs
  let underWay = 0

  const send = async (
    endpoint: EndpointRow,
    delivery: ClaimedDelivery,
    body: string,
    delivered: (outcome: Outcome) => Promise<unknown>,
  ): Promise<void> => {
    try {
      const key = await directory.webhookKey(endpoint.merchant_id.toString())
      const webhook = { body, sequence: delivery.sequence }
      const sentAt = world.now()
      const posting = key && between(needs.reach, 'deliver.call_merchant', () => needs.post(endpoint.url, webhook, key))
      const answer = posting === undefined ? noKey : await stop.during(posting)
      if (answer === undefined) return
      const at = world.now()
      const { event_id: eventId, attempt } = delivery
      const outcome = { eventId, attempt, sentAt, keyId: key?.keyId, answer, at }
      if (answer.isDelivered) return void (await delivered({ ...outcome, state: 'delivered' }))
      const next = nextTryAt(endpoint.failures + 1, at)
      const giveUpBefore = oldestWorthTrying(next)
      const state = delivery.waits_since < giveUpBefore ? 'given_up' : 'pending'
      await saveOutcomes(db, endpoint, [{ ...outcome, state }], { nextTryAt: next, giveUpBefore })
    } catch (error) {
      log.error({ err: error, eventId: delivery.event_id }, 'a delivery failed; it is tried again when its lease ends')
    } finally {
      underWay--
    }
  }

  const serve = async (endpoint: EndpointRow): Promise<number> => {
    const wall = new Date(world.wallMs())
    const claimed = await claimDeliveries(db, endpoint, {
      atMost: endpoint.failures > 0 ? 1 : atOncePerEndpoint,
      wall,
      leasedUntil: new Date(wall.getTime() + leaseMs),
    })
    const merchant = claimed.length === 0 ? undefined : await directory.merchant(endpoint.merchant_id.toString())
    if (merchant === undefined) return 0
    const bodies = await renderEvents(db, merchant, claimed)
    const delivered = inBatches((outcomes: readonly Outcome[]) => saveOutcomes(db, endpoint, outcomes, undefined))
    underWay += claimed.length
    const sent = claimed.map((delivery, index) => send(endpoint, delivery, bodies[index] ?? '', delivered))
    void Promise.all(sent).then(needs.roomCame)
    return claimed.length
  }

  const takeUp = async (): Promise<number> => {
    if (underWay >= atOnce || stop.isStopping()) return 0
    const endpoints = await endpointsToServe(db, world.now(), new Date(world.wallMs()))
    let taken = 0
    for (const endpoint of endpoints) {
      if (underWay >= atOnce || stop.isStopping()) break
      taken += await serve(endpoint)
    }
    return taken
  }

  return { takeUp, underWay: () => underWay }
}

const noKey: WebhookAnswer = {
  isDelivered: false,
  status: undefined,
  answer: undefined,
  error: 'not sent: the merchant has no webhook key. Add one: silkgate webhook-key add',
  durationMs: 0,
}
