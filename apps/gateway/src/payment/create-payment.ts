import { createHash } from 'node:crypto'
import type { AlipayPlusClient, CallOptions, PayRequest } from '@silkgate/alipayplus'
import { intend, type Merchant, type PaymentEvent, paymentIdOf, statusOf } from '@silkgate/domain'
import { between, type Reach } from '../crash-points.ts'
import { errorAnswer, type HttpAnswer, refusal } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { World } from '../world.ts'
import { hearPay } from './hear-alipayplus.ts'
import { messageOf } from './message.ts'
import { addEvent, addWebhookEvent, emptyNews, type Message } from './news.ts'
import { payRequestOf } from './pay-request.ts'
import type { StoredPayment } from './payment.row.ts'
import { type IdempotenceRow, insertPayment, readIdempotenceKey, readPayments } from './payment.store.ts'
import { createdView, refusalOf } from './payment-view.ts'
import type { CreateCommand } from './read-create-request.ts'
import type { RecordPaymentEvents } from './record-payment-events.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly alipayplus: AlipayPlusClient
  readonly record: RecordPaymentEvents
  readonly nextOrderNumber: (merchantId: string) => Promise<bigint>
  readonly reach: Reach
  readonly stop: Stop
  readonly notifyUrl: string
  readonly publicUrl: string
}

/** The call of pay for a payment, signed for the first time it is sent. */
type Pay = { readonly request: PayRequest; readonly signed: CallOptions['signed'] }

/** How long pay is repeated before the merchant is told CREATED. Source: the design's 20 s, on the wall clock. */
const payBudgetMs = 20_000
export const leaseMs = 30_000
const keyLifeMs = 24 * 3600 * 1000
const callTimeoutMs = 8_000

/** The answer to a create request for a payment as it is: 402 when it was refused, else 201. */
export const createAnswer = (stored: StoredPayment, errorId: string, publicUrl: string): HttpAnswer => {
  const { payment } = stored
  if (statusOf(payment) === 'REJECTED') {
    const view = createdView(stored)
    const body = { errorId, errors: [refusalOf(payment)], paymentResult: view }
    return { status: 402, body: JSON.stringify(body) }
  }
  const location = `${publicUrl}/v1/${payment.merchantId}/payments/${payment.paymentId}`
  return { status: 201, headers: { Location: location }, body: JSON.stringify(createdView(stored)) }
}

/**
 * Takes a payment: the intent is durable before Alipay+ is called, so whatever dies, what was written finds out what
 * happened. When the process must stop, the merchant gets CREATED, and the written next step goes on in the next
 * process.
 */
export const createPayment = (needs: Needs) => {
  const { db, world, record, publicUrl } = needs

  return async (command: CreateCommand, caller: Caller, merchant: Merchant): Promise<HttpAnswer> => {
    const at = world.now()
    const paymentId = paymentIdOf(merchant.merchantId, await needs.nextOrderNumber(merchant.merchantId))
    const { payment, refusal: refused } = intend(merchant, paymentId, command.amount, at)
    const stored = { payment, request: { ...command.request, returnMac: world.newId() } }
    const key = idempotenceRow(caller, stored, at, new Date(world.wallMs() + leaseMs))
    const news = newsOf(stored, refused, world.newId)
    const errorId = world.newId()
    const ready = refused === undefined ? undefined : createAnswer(stored, errorId, publicUrl)
    const claim = key && ready ? { ...key, answer_status: ready.status, answer_body: ready.body } : key
    const intent = insertPayment(db, stored, news, {
      leasedUntil: new Date(world.wallMs() + leaseMs),
      idempotence: claim,
    })
    if (ready !== undefined) return (await intent) ? ready : answerRepeat(needs, key as IdempotenceRow)
    const request = payRequestOf(stored, merchant, needs.notifyUrl)
    // Signed while the intent is written, sent when it is durable.
    const [isOurs, signed] = await Promise.all([intent, needs.alipayplus.signPay(request)])
    if (!isOurs) return answerRepeat(needs, key as IdempotenceRow)
    return submit(stored, { request, signed }, key, errorId)
  }

  async function submit(
    stored: StoredPayment,
    pay: Pay,
    key: IdempotenceRow | undefined,
    errorId: string,
  ): Promise<HttpAnswer> {
    const { merchantId, paymentId } = stored.payment
    const { event, messages } = await payWithinBudget(needs, pay)
    let made: { readonly from: StoredPayment; readonly answer: HttpAnswer } | undefined
    const of = (after: StoredPayment): HttpAnswer => {
      if (made?.from !== after) made = { from: after, answer: createAnswer(after, errorId, publicUrl) }
      return made.answer
    }
    if (event === undefined) return of(stored)
    const answer = key === undefined ? {} : { answer: { key, of } }
    const [after] = await record('create.commit_outcome', merchantId, [
      { paymentId, event, messages, known: stored, ...answer },
    ])
    return of(after ?? stored)
  }
}

/** The body's canonical JSON, so that the order of keys and white space do not make another request of it. */
const fingerprintOf = (body: unknown): string => {
  const canonical = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(canonical)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => [name, canonical(inner)]),
    )
  }
  return createHash('sha256')
    .update(JSON.stringify(canonical(body)))
    .digest('hex')
}

const idempotenceRow = (
  caller: Caller,
  stored: StoredPayment,
  at: Date,
  leasedUntil: Date,
): IdempotenceRow | undefined =>
  caller.idempotenceKey === undefined
    ? undefined
    : {
        merchant_id: caller.merchantId,
        method: 'POST',
        path: caller.path,
        key: caller.idempotenceKey,
        fingerprint: fingerprintOf(caller.body),
        payment_id: stored.payment.paymentId,
        first_at: at,
        expires_at: new Date(at.getTime() + keyLifeMs),
        leased_until: leasedUntil,
        answer_status: null,
        answer_body: null,
      }

const newsOf = (stored: StoredPayment, refused: PaymentEvent | undefined, newId: () => string) => {
  const news = emptyNews()
  const { payment } = stored
  const created = { ...payment, version: 1 }
  addWebhookEvent(news, { newId }, created, 'CREATED', payment.createdAt)
  if (refused !== undefined) {
    addEvent(news, payment, refused)
    addWebhookEvent(news, { newId }, payment, statusOf(payment), payment.createdAt)
  }
  return news
}

/** What a request gets whose idempotence key was used before. Replays carry the first request's time. */
const answerRepeat = async ({ db, world, publicUrl }: Needs, mine: IdempotenceRow): Promise<HttpAnswer> => {
  const first = await readIdempotenceKey(db, mine)
  const inProgress = () => errorAnswer(world.newId(), refusal('DUPLICATE_REQUEST_IN_PROGRESS'))
  if (first === undefined) return inProgress()
  if (first.fingerprint !== mine.fingerprint) return errorAnswer(world.newId(), refusal('IDEMPOTENCE_KEY_REUSED'))
  const headers = { 'X-GCS-Idempotence-Request-Timestamp': String(first.first_at.getTime()) }
  const location = { Location: `${publicUrl}/v1/${mine.merchant_id}/payments/${first.payment_id}` }
  if (first.answer_status !== null) {
    const more = first.answer_status === 201 ? location : {}
    return { status: first.answer_status, headers: { ...headers, ...more }, body: first.answer_body ?? '' }
  }
  if (first.leased_until.getTime() > world.wallMs()) return inProgress()
  const [stored] = await readPayments(db, mine.merchant_id, [first.payment_id])
  if (stored === undefined) return inProgress()
  const now = createAnswer(stored, world.newId(), publicUrl)
  return { ...now, headers: { ...headers, ...now.headers } }
}

/**
 * Sends pay, and repeats it word for word while its outcome is unknown, within the budget. Answers `given_up` when the
 * budget is spent, and no event at all when the process must stop: then the written next step takes over.
 */
const payWithinBudget = async (
  { alipayplus, world, reach, stop }: Needs,
  { request, signed }: Pay,
): Promise<{ event: PaymentEvent | undefined; messages: Message[] }> => {
  const messages: Message[] = []
  const endMs = world.wallMs() + payBudgetMs
  for (let attempt = 0; ; attempt++) {
    const timeoutMs = Math.max(1, Math.min(callTimeoutMs, endMs - world.wallMs()))
    const options = attempt === 0 ? { timeoutMs, signed } : { timeoutMs }
    const answer = await stop.during(between(reach, 'create.call_pay', () => alipayplus.pay(request, options)))
    if (answer === undefined) return { event: undefined, messages }
    const at = world.now()
    const event = hearPay(answer, at, attempt === 0)
    messages.push(messageOf(answer, at, event.name))
    if (event.name !== 'outcome_unknown') return { event, messages }
    const pauseMs = Math.min(500 * 2 ** attempt, 4_000)
    if (world.wallMs() + pauseMs >= endMs) return { event: { name: 'given_up', at, source: 'create' }, messages }
    await stop.pause(pauseMs)
  }
}
