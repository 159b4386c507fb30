import type { Logger } from 'pino'
import { request } from 'undici'
import type { Keys } from '../acqp/keys.ts'
import { isGenuine, partsOf, signatureHeader, stampOf } from '../acqp/signature.ts'
import type { Faults } from '../fault/faults.ts'
import type { Notification, Orders } from '../order/orders.ts'
import type { Registrations } from '../registration/registrations.ts'
import type { World } from '../world.ts'

type Needs = {
  readonly orders: Orders
  readonly registrations: Registrations
  readonly world: World
  readonly keys: Keys
  readonly faults: Faults
  readonly log: Logger
}

const minute = 60_000
const hour = 60 * minute

/**
 * The waits between one send and the next until an answer says S. Source: Antom's schedule, since that of Alipay+ is
 * not published: eight sends within 24 hours.
 */
const waitsMs = [2 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour]
const timeoutMs = 5_000

type Client = { readonly clientId: string }

/**
 * Delivers what is due, each notification at least once; answers how many it took up. `steps` grows as one sets out, and again as
 * it is over.
 */
export const sendNotifications = ({ orders, registrations, world, keys, faults, log }: Needs) => {
  const underWay = new Set<string>()
  let steps = 0

  const post = async (one: Notification, { clientId }: Client): Promise<{ ok: boolean; text: string }> => {
    const { pathname, search } = new URL(one.url)
    const uri = `${pathname}${search}`
    const time = stampOf(world.now(), faults.strikesNotification('clock_skew', one.paymentRequestId))
    const key = one.signedBy === 'forger' ? keys.forger() : keys.own()
    const headers = {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': clientId,
      'request-time': time,
      signature: signatureHeader({ uri, clientId, time, body: one.body }, key),
    }
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await request(one.url, { method: 'POST', headers, body: one.body, signal })
    const body = await answer.body.text()
    const text = `${answer.statusCode} ${body.slice(0, 200)}`
    const header = (name: string) => String(answer.headers[name] ?? '')
    const signature = partsOf(header('signature'))
    const publicKey = signature && keys.ofClient(clientId, signature.keyVersion)
    const signed = { uri, clientId, time: header('response-time'), body }
    if (answer.statusCode !== 200) return { ok: false, text }
    if (signature === undefined || publicKey === undefined || !isGenuine(signed, signature.value, publicKey)) {
      return { ok: false, text: `the answer is not signed as it should be: ${text}` }
    }
    return { ok: /"resultStatus"\s*:\s*"S"/.test(body), text }
  }

  const send = async (one: Notification): Promise<void> => {
    // What is announced is an order, or a registration under its own id.
    const order = await orders.find({ paymentRequestId: one.paymentRequestId })
    const clientId = order?.terms.clientId ?? (await registrations.find(one.paymentRequestId))?.clientId ?? ''
    const answer = await post(one, { clientId }).catch((error: Error) => ({ ok: false, text: String(error) }))
    const waitMs = one.signedBy === 'forger' ? undefined : waitsMs[one.attempts]
    const nextAt = answer.ok || waitMs === undefined ? undefined : new Date(world.now().getTime() + waitMs)
    if (!answer.ok) log.warn({ paymentRequestId: one.paymentRequestId, answer: answer.text }, 'a notification failed')
    await orders.saveNotification({ ...one, attempts: one.attempts + 1, nextAt, lastAnswer: answer.text })
  }

  const takeUp = async (): Promise<number> => {
    // One that ends while the question is answered may still stand in the answer as it was before.
    const busy = new Set(underWay)
    const due = (await orders.dueNotifications(world.now())).filter((one) => !busy.has(one.notificationId))
    for (const one of due) {
      underWay.add(one.notificationId)
      steps++
      void send(one)
        .catch((error: unknown) => log.error({ err: error }, 'a notification could not be kept; it is sent again'))
        .finally(() => {
          underWay.delete(one.notificationId)
          steps++
        })
    }
    return due.length
  }

  return { takeUp, underWay: () => underWay.size, steps: () => steps }
}
