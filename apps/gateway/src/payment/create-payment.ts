import type { AlipayPlusClient, CallOptions, PayRequest } from '@silkgate/alipayplus'
import {
  intend,
  isLimitedByPeriod,
  type Merchant,
  type PaymentEvent,
  paymentIdOf,
  statusOf,
  type Taken,
} from '@silkgate/domain'
import type { Admit } from '../admission/index.ts'
import { between, type Reach } from '../crash-points.ts'
import type { CheckoutClaim } from '../hosted-checkout/index.ts'
import { errorAnswer, type HttpAnswer, refusal } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, type IdempotenceRow, idempotenceRow } from '../idempotence/index.ts'
import { leaseMs } from '../lease.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { World } from '../world.ts'
import { hearPay } from './hear-alipayplus.ts'
import { messageOf } from './message.ts'
import { addEvent, addWebhookEvent, emptyNews, type Message } from './news.ts'
import { payRequestOf } from './pay-request.ts'
import type { StoredPayment } from './payment.row.ts'
import { insertPayment, readPayments } from './payment.store.ts'
import { createdView, refusalOf } from './payment-view.ts'
import type { CreateCommand } from './read-create-request.ts'
import type { RecordPaymentEvents } from './record-payment-events.ts'
import { takenBefore } from './taken.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly alipayplus: AlipayPlusClient
  readonly record: RecordPaymentEvents
  readonly nextOrderNumber: (merchantId: string) => Promise<bigint>
  readonly admit: Admit
  readonly reach: Reach
  readonly stop: Stop
  readonly notifyUrl: string
  readonly publicUrl: string
}

/** The call of pay for a payment, signed for the first time it is sent. */
type Pay = { readonly request: PayRequest; readonly signed: CallOptions['signed'] }

/** How long pay is repeated before the merchant is told CREATED. Source: the design's 20 s, on the wall clock. */
const payBudgetMs = 20_000
const callTimeoutMs = 8_000

/** The answer to a create request for a payment as it is: 402 when it was refused, else 201. */
export const createAnswer = (
  stored: StoredPayment,
  merchant: Merchant,
  { errorId, publicUrl, at }: { errorId: string; publicUrl: string; at: Date },
): HttpAnswer => {
  const { payment } = stored
  const view = createdView(stored, { merchant, at })
  if (statusOf(payment) === 'REJECTED') {
    const body = { errorId, errors: [refusalOf(payment)], paymentResult: view }
    return { status: 402, body: JSON.stringify(body) }
  }
  const location = `${publicUrl}/v1/${payment.merchantId}/payments/${payment.paymentId}`
  return { status: 201, headers: { Location: location }, body: JSON.stringify(view) }
}

/**
 * Takes a payment: the intent is durable before Alipay+ is called, so whatever dies, what was written finds out what
 * happened. When the process must stop, the merchant gets CREATED, and the written next step goes on in the next
 * process.
 */
export const createPayment = (needs: Needs) => {
  const { db, world, record, publicUrl } = needs

  /** Takes the payment unless the claim is another's: then it answers undefined. */
  const take = async (
    command: CreateCommand,
    merchant: Merchant,
    claim: { readonly caller?: Caller; readonly checkout?: CheckoutClaim },
  ): Promise<{ answer: HttpAnswer | undefined; key: IdempotenceRow | undefined }> => {
    const at = world.now()
    const paymentId = paymentIdOf(merchant.merchantId, await needs.nextOrderNumber(merchant.merchantId))
    const key = claim.caller && idempotenceRow(claim.caller, { paymentId }, world)
    const errorId = world.newId()
    const intentOf = (taken?: Taken) => {
      const { payment, refusal: refused } = intend(merchant, paymentId, command.amount, at, taken)
      const stored = { payment, request: { returnMac: world.newId(), ...command.request } }
      const ready = refused === undefined ? undefined : createAnswer(stored, merchant, { errorId, publicUrl, at })
      const insert = insertPayment(stored, newsOf(stored, refused, world.newId), {
        leasedUntil: new Date(world.wallMs() + leaseMs),
        idempotence: key && ready ? { ...key, answer_status: ready.status, answer_body: ready.body } : key,
        checkout: claim.checkout,
      })
      return { stored, ready, insert }
    }
    const withinLimits = async (tx: Tx) => {
      const made = intentOf(await takenBefore(tx, merchant, command.amount.currency, at))
      return { ...made, intent: Promise.resolve(await tx.run(made.insert)) }
    }
    const begin = () => {
      const made = intentOf()
      return { ...made, intent: db.write('create.commit_intent', made.insert) }
    }
    const { stored, ready, intent } = isLimitedByPeriod(merchant, command.amount.currency)
      ? await db.transaction('create.commit_intent', withinLimits)
      : begin()
    if (ready !== undefined) return { answer: (await intent).length > 0 ? ready : undefined, key }
    const request = payRequestOf(stored, merchant, needs.notifyUrl)
    // Signed while the intent is written, sent when it is durable.
    const [[isOurs], signed] = await Promise.all([intent, needs.alipayplus.signPay(request)])
    return { answer: isOurs ? await submit(stored, merchant, { request, signed }, key, errorId) : undefined, key }
  }

  return {
    /**
     * Takes a payment that a merchant asked for; a key that was used before answers what its first request did. Where there
     * is no place for it nothing was written, so the key is as new as it was.
     */
    forMerchant: async (command: CreateCommand, caller: Caller, merchant: Merchant): Promise<HttpAnswer> => {
      const taken = await needs.admit(merchant.merchantId, () => take(command, merchant, { caller }))
      if (taken === undefined) return errorAnswer(world.newId(), refusal('TEMPORARILY_UNAVAILABLE'))
      return taken.answer ?? repeated(needs, merchant, taken.key as IdempotenceRow)
    },
    /**
     * Takes the payment of a hosted checkout, unless somebody else has begun it meanwhile; its state says what came of it.
     * Answers false where there is no place for it now, or where the merchant takes no payments any more.
     */
    forCheckout: async (command: CreateCommand, checkout: CheckoutClaim, merchant: Merchant): Promise<boolean> =>
      merchant.status === 'live' &&
      (await needs.admit(merchant.merchantId, () => take(command, merchant, { checkout }))) !== undefined,
  }

  async function submit(
    stored: StoredPayment,
    merchant: Merchant,
    pay: Pay,
    key: IdempotenceRow | undefined,
    errorId: string,
  ): Promise<HttpAnswer> {
    const { merchantId, paymentId } = stored.payment
    const { event, messages } = await payWithinBudget(needs, pay)
    let made: { readonly from: StoredPayment; readonly answer: HttpAnswer } | undefined
    const of = (after: StoredPayment): HttpAnswer => {
      if (made?.from !== after)
        made = { from: after, answer: createAnswer(after, merchant, { errorId, publicUrl, at: world.now() }) }
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

/** What a create request gets whose idempotence key was used before: the stored answer, or the payment as it is. */
const repeated = ({ db, world, publicUrl }: Needs, merchant: Merchant, mine: IdempotenceRow): Promise<HttpAnswer> =>
  answerRepeat(
    {
      db,
      world,
      headersOf: ({ payment_id }, status) =>
        status === 201 ? { Location: `${publicUrl}/v1/${merchant.merchantId}/payments/${payment_id}` } : {},
      asItIs: async ({ payment_id }) => {
        const [stored] = await readPayments(db, merchant.merchantId, [payment_id ?? ''])
        return stored && createAnswer(stored, merchant, { errorId: world.newId(), publicUrl, at: world.now() })
      },
    },
    mine,
  )

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
