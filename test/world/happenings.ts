import assert from 'node:assert/strict'
import { storedPayment } from '../support/books.ts'
import { openCheckout, visit } from '../support/checkout.ts'
import type { Dice } from '../support/dice.ts'
import { type DisputeTruth, dispute, disputesOf, judge, seenDisputes } from '../support/disputes.ts'
import { anOrder } from '../support/merchant.ts'
import { cashierOf, clockOf, payInWallet, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { currencies } from './merchants.ts'
import type { Sale, Stage } from './stage.ts'

/** Something that can happen in a world. */
type Happening = {
  /** How often it is thrown, beside the others. */
  readonly often: number
  /** Which sales the plan lets it happen to, by what has happened to them before. */
  readonly to: (before: readonly string[]) => boolean
  /** Lets it happen, by its own dice, and says what came of it. */
  readonly play: (stage: Stage, sale: Sale, dice: Dice) => Promise<string>
}

const patienceMs = 45_000

/** An amount as Connect writes it, which the currency can express. */
const amountIn = (currency: string, dice: Dice, most = 500_000): number =>
  ['JPY', 'KRW'].includes(currency) ? 100 * (1 + dice.below(most / 100)) : 1 + dice.below(most)

/** Asks until the answer is final: neither "in progress" nor "come back later". */
const answered = <T extends { readonly status: number }>(
  stage: Stage,
  what: string,
  ask: () => Promise<T>,
): Promise<T> =>
  stage.surely(() =>
    until(
      `an answer to ${what}`,
      async () => {
        const answer = await ask()
        return ![409, 503].includes(answer.status) && answer
      },
      patienceMs,
    ),
  )

const firstLineOf = ({ message }: Error): string => message.split('\n')[0] ?? ''

/** The payment of a sale, if one was made; of a hosted checkout, the latest. */
const paymentOf = async ({ sandbox }: Stage, sale: Sale): Promise<string | undefined> => {
  if (sale.link === undefined) return sale.paymentId
  const [, , id] = /checkout\/(\d+):([^:]+):/.exec(sale.link) ?? []
  const text = 'select payment_id from hosted_checkouts where hosted_checkout_id = $1'
  const [row] = await sandbox.db.read<{ payment_id: string | null }>({ text, values: [id] })
  if (row?.payment_id) sale.paymentId = row.payment_id
  return sale.paymentId
}

/** The merchant asks for a payment, or opens a hosted checkout. */
const sell = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> => {
  const { shop, number, merchant } = sale
  sale.currency = dice.pick([...currencies, merchant.settles, merchant.settles])
  sale.amount = amountIn(sale.currency, dice)
  const order = anOrder(sale.amount, sale.currency)
  if (dice.chance(20)) {
    const { link } = await stage.surely(() => openCheckout(shop, {}, order.order))
    sale.link = link
    return `a hosted checkout of ${sale.currency} ${sale.amount}`
  }
  const { status, body, paymentId, paymentStatus } = await answered(stage, `sale ${number}`, () =>
    shop.create(order, `sale ${number}`),
  )
  assert.ok(status === 201 || status === 402, `sale ${number} is answered ${status}: ${JSON.stringify(body)}`)
  sale.paymentId = paymentId
  return `${paymentId} of ${sale.currency} ${sale.amount}: ${status} ${paymentStatus}`
}

/** The consumer comes, whatever the merchant was told, and decides in the wallet if the order still stands. */
const comeToPay = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> => {
  const often = ['success', 'success', 'success', 'success'] as const
  const outcome = dice.pick([...often, 'decline', 'insufficient_balance', 'close'] as const)
  const { sandbox } = stage
  const { link } = sale
  // A page that offers no payment any more says so, instead of leading to the cashier.
  if (link !== undefined) await stage.surely(() => visit(sandbox, link).pay()).catch(() => undefined)
  const paymentId = await paymentOf(stage, sale)
  const cashier = paymentId && (await cashierOf(sandbox, paymentId))
  if (cashier === undefined) return 'there is no cashier'
  return stage
    .surely(() => payInWallet(sandbox, cashier, outcome))
    .then(
      () => outcome,
      (error: Error) => {
        assert.match(error.message, /The order is/)
        return firstLineOf(error)
      },
    )
}

/** A consumer buys: asked for and paid in one go. */
const buy = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> =>
  `${await sell(stage, sale, dice)}, ${await comeToPay(stage, sale, dice)}`

/**
 * A consumer who only claims what the merchant knows it has, and what has its price: test/race lets refunds and claims cross on
 * the way, and what is lost before it has a price is booked by hand.
 */
const isClaimable = async ({ sandbox }: Stage, paymentId: string): Promise<boolean> => {
  const { captured, refunding_minor, settlement_minor } = await storedPayment(sandbox, paymentId)
  return captured && refunding_minor === 0n && settlement_minor !== null
}

/** Whether the gateway has heard of every claim that the wallet has made. */
const isHeard = async ({ sandbox }: Stage, paymentId: string): Promise<boolean> => {
  const text = 'select count(*)::int as heard from disputes where payment_id = $1'
  const [row] = await sandbox.db.read<{ heard: number }>({ text, values: [paymentId] })
  return row?.heard === (await disputesOf(sandbox, paymentId)).length
}

/** The merchant gives a part back, or all that is left. */
const refund = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> => {
  const { shop, currency, amount } = sale
  const paymentId = await paymentOf(stage, sale)
  if (paymentId === undefined || !(await stage.surely(() => isHeard(stage, paymentId))))
    return 'it has nothing to refund'
  const part = { amountOfMoney: { amount: amountIn(currency, dice, amount), currencyCode: currency } }
  const wish = dice.chance(30) ? {} : part
  const key = `refund ${sale.number}/${sale.story.length}`
  const answer = await answered(stage, key, () => shop.refund(paymentId, wish, key))
  assert.ok([201, 400, 402, 405].includes(answer.status), `${key} is answered ${answer.status}: ${answer.message}`)
  return `${answer.status} ${answer.refundStatus ?? answer.code} ${answer.amount ?? ''}`
}

/** The merchant cancels: what is open or paid cannot be cancelled by it, and the answer says so. */
const cancel = async (stage: Stage, sale: Sale): Promise<string> => {
  const { shop } = sale
  const paymentId = await paymentOf(stage, sale)
  if (paymentId === undefined) return 'it has nothing to cancel'
  const { status } = await answered(stage, `cancel of ${paymentId}`, () =>
    shop.client.v1.payments.cancel(shop.merchantId, paymentId, {}),
  )
  assert.equal(status, 402)
  return 'refused'
}

const claim = (kind: 'retrieval' | 'escalation') => async (stage: Stage, sale: Sale, dice: Dice) => {
  const { sandbox } = stage
  const paymentId = await paymentOf(stage, sale)
  if (paymentId === undefined || !(await isClaimable(stage, paymentId))) return 'it cannot be disputed'
  const truth = await stage.surely(() => truthOf(sandbox, paymentId))
  const charged = Number(truth?.charged.value ?? 0)
  if (charged <= 0) return 'nothing is charged'
  const amount = dice.chance(50) ? charged : 1 + dice.below(charged)
  return stage
    .surely(() => dispute(sandbox, paymentId, kind, amount))
    .then(({ disputeRequestId }) => `${disputeRequestId} of ${amount}`, firstLineOf)
}

/** The merchant answers the first dispute that is open: it stands by its payment, or gives in. */
const answerDispute = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> => {
  const { shop } = sale
  const paymentId = await paymentOf(stage, sale)
  const deed = dice.pick(['submit', 'cancel'] as const)
  if (paymentId === undefined) return 'there is no payment'
  const seen = await stage.surely(() => seenDisputes(shop, paymentId))
  const open = seen.find(({ status }) => status === 'DRAFT')
  if (open === undefined) return 'there is nothing to answer'
  const { status } = await answered(stage, `${deed} of ${open.id}`, () =>
    shop.client.v1.disputes[deed](shop.merchantId, open.id, {}),
  )
  assert.ok(status === 200 || status === 402, `${deed} is answered ${status}`)
  return `${deed} of ${open.id}: ${status}`
}

/** Alipay+ decides a claim that nobody has given in to. */
const decideClaim = async (stage: Stage, sale: Sale, dice: Dice): Promise<string> => {
  const { sandbox } = stage
  const paymentId = await paymentOf(stage, sale)
  const outcome = dice.pick(['won', 'lost', 'withdrawn'] as const)
  const claims = paymentId === undefined ? [] : await stage.surely(() => claimsUnderWay(stage, paymentId))
  for (const { disputeRequestId } of claims) await stage.surely(() => judge(sandbox, disputeRequestId, outcome))
  return `${claims.length} ${outcome}`
}

/** The claims of an order that are neither decided nor given in to, and that no time has decided. */
const claimsUnderWay = async ({ sandbox }: Stage, paymentId: string): Promise<readonly DisputeTruth[]> => {
  const now = await clockOf(sandbox)
  const isUnderWay = ({ kind, answer, judged, answerBy }: DisputeTruth) =>
    kind === 'escalation' && judged === undefined && (answer?.gives ?? '0') === '0' && now < new Date(answerBy)
  return (await disputesOf(sandbox, paymentId)).filter(isUnderWay)
}

const isNew = (before: readonly string[]): boolean => before.length === 0
const isDisputed = (before: readonly string[]): boolean =>
  before.some((one) => one === 'retrieval' || one === 'escalation')
const isVisited = (before: readonly string[]): boolean => before.includes('purchase') || before.includes('consumer')

/**
 * What can happen in a world. Whatever comes new, such as a spoiled settlement file or a bank that pays short, is one more
 * row with a function of its own.
 */
export const happenings = {
  purchase: { often: 8, to: isNew, play: buy },
  sale: { often: 4, to: isNew, play: sell },
  consumer: { often: 6, to: (before) => !isNew(before) && before.length < 4, play: comeToPay },
  refund: { often: 6, to: isVisited, play: refund },
  cancel: { often: 1, to: (before) => !isNew(before), play: cancel },
  retrieval: { often: 1, to: isVisited, play: claim('retrieval') },
  escalation: { often: 3, to: isVisited, play: claim('escalation') },
  answer: { often: 2, to: isDisputed, play: answerDispute },
  judgement: { often: 1, to: isDisputed, play: decideClaim },
} as const satisfies Record<string, Happening>

export type HappeningName = keyof typeof happenings
