import assert from 'node:assert/strict'
import type { ExceptionKind } from '@silkgate/domain'
import type { PaymentRow } from '../../apps/gateway/src/payment/payment.row.ts'
import type { TransferRow } from '../support/books.ts'
import { orders, type Truth } from '../support/simulator.ts'
import { isExplained } from './faults-in-world.ts'
import { merchants } from './merchants.ts'
import type { Stage } from './stage.ts'

type RefundRow = { payment_id: string; refund_id: string; amount_minor: bigint; accepted: boolean }
type DisputeRow = { payment_id: string; taken_minor: bigint; booked_minor: bigint; outcome: string; reversed: boolean }
type ToldRow = { payment_id: string; event_id: string; type: string }

/** Everything that one side knows of one payment. */
type Life = {
  readonly payment: PaymentRow
  readonly order: Truth | undefined
  readonly refunds: readonly RefundRow[]
  readonly disputes: readonly DisputeRow[]
  readonly transfers: readonly TransferRow[]
  readonly told: readonly ToldRow[]
  readonly status: string
}

const readLives = async ({ sandbox, shopOf }: Stage): Promise<readonly Life[]> => {
  const { db } = sandbox
  const all = <T extends Readonly<Record<string, unknown>>>(table: string, order: string) =>
    db.read<T>({ text: `select * from ${table} order by ${order}`, values: [] })
  const refunds = await all<RefundRow>('refunds', 'refund_id')
  const disputes = await all<DisputeRow>('disputes', 'dispute_id')
  const transfers = await all<TransferRow>('transfers', 'at, transfer_id')
  const told = await all<ToldRow>('webhook_events', 'version, event_id')
  const truths = new Map((await orders(sandbox)).map((order) => [order.paymentRequestId, order]))
  const lives: Life[] = []
  for (const payment of await all<PaymentRow>('payments', 'payment_id')) {
    const { payment_id, merchant_id } = payment
    const own = <T extends { readonly payment_id: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.payment_id === payment_id)
    lives.push({
      payment,
      order: truths.get(payment_id),
      refunds: own(refunds),
      disputes: own(disputes),
      transfers: own(transfers),
      told: own(told),
      status: (await shopOf(String(merchant_id)).statusOf(payment_id)) ?? '',
    })
    truths.delete(payment_id)
  }
  assert.deepEqual([...truths.keys()], [], 'Alipay+ has no order that is not ours')
  const ofPayments = transfers.filter(({ payment_id }) => payment_id !== null)
  assert.equal(
    lives.flatMap((life) => life.transfers).length,
    ofPayments.length,
    'each transfer is of a payment we know',
  )
  return lives
}

/** How a payment may stand at the end, by what its wallet knows. */
const endsBy = ({ order }: Life): readonly string[] => {
  if (order?.phase !== 'paid') return ['CANCELLED', 'REJECTED']
  const refunded = order.refunds.reduce((sum, { minor }) => sum + BigInt(minor), 0n)
  // What went back whole may have come too late: for a payment that its merchant was told is dead.
  return refunded === BigInt(order.amount.value) ? ['REFUNDED', 'CANCELLED', 'REJECTED'] : ['CAPTURED', 'PAID']
}

const isListening = ({ payment }: Life): boolean => String(payment.merchant_id) === merchants[0].merchantId

const isDead = ({ status }: Life): boolean => ['CANCELLED', 'REJECTED'].includes(status)

/** What is wrong with one payment; nothing, where everything agrees. */
const wrongWith = (life: Life): string[] => {
  const { payment, order, refunds, status, told } = life
  const wrong: string[] = []
  const agree = (what: string, ours: unknown, theirs: unknown): void => {
    if (String(ours) !== String(theirs)) wrong.push(`${what}: ${ours} by us, ${theirs} by the wallet`)
  }
  const { captured_minor, late_success_minor, refunded_minor, refunding_minor, disputed_minor, disputing_minor } =
    payment
  const charged = order?.charged.value ?? '0'
  agree('charged', captured_minor + late_success_minor - refunded_minor - disputed_minor, charged)
  if (isDead(life)) agree('charged for what is dead', 0, charged)
  if (!endsBy(life).includes(status)) wrong.push(`it is ${status}, and the wallet says ${order?.phase}`)
  const lastTold = told.findLast(({ type }) => type.startsWith('payment.'))
  agree('the status that was told last', lastTold?.type, `payment.${status.toLowerCase()}`)
  const given = refunds.filter(({ accepted }) => accepted).map((one) => `${one.refund_id} ${one.amount_minor}`)
  const got = (order?.refunds ?? []).map((one) => `${one.refundRequestId} ${one.minor}`).sort()
  agree('what went back', given, got)
  if (payment.step !== null) wrong.push(`it waits to ${payment.step}`)
  if (refunding_minor !== 0n) wrong.push(`${refunding_minor} is on its way back`)
  if (disputing_minor !== 0n) wrong.push(`${disputing_minor} is held by a claim`)
  return wrong
}

/** What Alipay+ takes for claims that were lost; where it converts, only its files say, so that ours counts until then. */
const lostOf = ({ order, disputes, payment }: Life): bigint => {
  if (payment.currency !== payment.settlement_currency) {
    const lost = disputes.filter(({ outcome, reversed }) => outcome === 'lost' && !reversed)
    return lost.reduce((sum, { booked_minor }) => sum + booked_minor, 0n)
  }
  const refunded = (order?.refunds ?? []).reduce((sum, { minor }) => sum + BigInt(minor), 0n)
  const paid = order?.phase === 'paid' ? BigInt(order.amount.value) : 0n
  return order === undefined ? 0n : paid - refunded - BigInt(order.charged.value)
}

/**
 * The balances of accounts by merchant and currency, debits less credits; what is level is left out. What is owed to merchants
 * counts together: what came back after a payment was PAID is taken from what is available.
 */
const balancesOf = (lives: readonly Life[]): Record<string, bigint> => {
  const balances: Record<string, bigint> = {}
  const add = (name: string, minor: bigint) => {
    balances[name] = (balances[name] ?? 0n) + minor
  }
  for (const { payment, transfers } of lives) {
    for (const { debit, credit, currency, minor } of transfers) {
      const owed = (account: string) => (account === 'available' ? 'pending' : account)
      add(`${payment.merchant_id} ${currency} ${owed(debit)}`, minor)
      add(`${payment.merchant_id} ${currency} ${owed(credit)}`, -minor)
    }
  }
  return withoutLevel(balances)
}

const withoutLevel = (balances: Record<string, bigint>) =>
  Object.fromEntries(
    Object.entries(balances)
      .filter(([, minor]) => minor !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** What the balances have to be, by what the simulated world knows alone. */
const trueBalancesOf = (lives: readonly Life[]): Record<string, bigint> => {
  const balances: Record<string, bigint> = {}
  for (const life of lives) {
    const { payment, order } = life
    const net = BigInt(order?.settles.value ?? 0) - lostOf(life)
    const named = `${payment.merchant_id} ${payment.settlement_currency}`
    const counterpart = isDead(life) ? 'late_success' : 'pending'
    balances[`${named} receivable`] = (balances[`${named} receivable`] ?? 0n) + net
    balances[`${named} ${counterpart}`] = (balances[`${named} ${counterpart}`] ?? 0n) - net
  }
  return withoutLevel(balances)
}

const textOf = (balances: Record<string, bigint>): string =>
  Object.entries(balances)
    .map(([name, minor]) => `${name} ${minor}`)
    .join(', ')

/** What is wrong at the end, by payment, and how the payments ended. */
type Verdict = {
  readonly wrong: readonly { readonly paymentId: string; readonly says: string }[]
  readonly count: string
}

/** Compares everything that the gateway knows with what the simulated world knows, once nothing waits any more. */
export const judgeWorld = async (stage: Stage): Promise<Verdict> => {
  const lives = await readLives(stage)
  const wrong = lives.flatMap((life) =>
    [...wrongWith(life), ...wrongBooksOf([life])].map((says) => ({ paymentId: life.payment.payment_id, says })),
  )
  const open = await stage.sandbox.db.read<{ kind: ExceptionKind; detail: string; payment_id: string }>({
    text: 'select kind, detail, payment_id from exceptions where resolved_at is null',
    values: [],
  })
  for (const { kind, detail, payment_id: paymentId } of open) {
    if (!isExplained(kind, paymentId, stage.inForce))
      wrong.push({ paymentId, says: `${kind} without a fault: ${detail}` })
  }
  if (wrong.length === 0) wrong.push(...wrongBooksOf(lives).map((says) => ({ paymentId: 'all', says })))
  const { refused, received } = stage.webhooks
  wrong.push(...refused.map((says) => ({ paymentId: 'a webhook', says })))
  const heard = new Set(received.map(({ body }) => body.id))
  for (const { payment_id: paymentId, event_id, type } of lives.filter(isListening).flatMap(({ told }) => told)) {
    if (!heard.has(event_id)) wrong.push({ paymentId, says: `its merchant never heard of ${type}` })
  }
  const statuses = [...Map.groupBy(lives, ({ status }) => status)]
  return { wrong, count: statuses.map(([status, { length }]) => `${length} ${status}`).join(', ') }
}

const wrongBooksOf = (lives: readonly Life[]): string[] => {
  const [ours, theirs] = [textOf(balancesOf(lives)), textOf(trueBalancesOf(lives))]
  return ours === theirs ? [] : [`books: ${ours} by us, ${theirs} by the wallet`]
}
