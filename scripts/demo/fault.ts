import { randomUUID } from 'node:crypto'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import type { Api, Fault, FaultName } from '../../apps/simulator/src/fault/faults.ts'
import { assertAllBooksAreTrue } from '../../test/support/books.ts'
import { anOrder } from '../../test/support/merchant.ts'
import { askUntil, type Stage } from './stage.ts'

type Story = {
  readonly api?: Api
  readonly times?: number
  /** What goes wrong beside it, so that the fault has something to strike. */
  readonly beside?: readonly Fault[]
  readonly becomes: 'CAPTURED' | 'CANCELLED' | 'REJECTED' | 'REFUNDED'
  /** How far the sandbox clock is moved. What no notification tells is found out by inquiry, within minutes. */
  readonly after?: string
}

/** Nobody says that it was paid, so that the payment is given up and cancelled, which gives the money back. */
const unheard: readonly Fault[] = [{ name: 'notification_never' }, { name: 'unknown_exception', api: 'inquiryPayment' }]

const payOnce: Story = { api: 'pay', times: 1, becomes: 'CAPTURED' }

/** Faults of files are about no payment. */
type PaymentFault = Exclude<FaultName, `sftp-${string}`>

/** What strikes under each fault, and what has to become of the payment. */
const stories: Readonly<Record<PaymentFault, Story>> = {
  request_lost: payOnce,
  connection_reset: payOnce,
  answer_lost: payOnce,
  answer_slow: { api: 'pay', becomes: 'CANCELLED' },
  http_500: payOnce,
  empty_body: payOnce,
  garbled_body: payOnce,
  wrong_signature: payOnce,
  unknown_key: payOnce,
  status_a: payOnce,
  unknown_code: payOnce,
  unknown_exception: { api: 'inquiryPayment', beside: unheard, becomes: 'CANCELLED', after: 'PT15M' },
  unknown_then_success: { api: 'pay', becomes: 'CAPTURED' },
  unknown_then_failure: { api: 'pay', becomes: 'REJECTED' },
  order_not_found: {
    api: 'inquiryPayment',
    beside: [{ name: 'notification_never' }],
    becomes: 'CAPTURED',
    after: 'PT7M',
  },
  cancel_unknown: { beside: unheard, becomes: 'CANCELLED', after: 'PT15M' },
  refund_unknown: { becomes: 'REFUNDED' },
  throttled: payOnce,
  refused: { api: 'pay', becomes: 'REJECTED' },
  clock_skew: { becomes: 'CAPTURED' },
  notification_before_answer: { becomes: 'CAPTURED' },
  notification_late: { becomes: 'CAPTURED', after: 'PT31M' },
  notification_repeated: { becomes: 'CAPTURED' },
  notification_never: { becomes: 'CAPTURED' },
  notification_out_of_order: { becomes: 'CAPTURED' },
  notification_forged: { becomes: 'CAPTURED' },
  notification_other_amount: { becomes: 'CAPTURED' },
  notification_other_order: { becomes: 'CAPTURED' },
  notification_for_cancelled: { beside: unheard, becomes: 'CANCELLED', after: 'PT15M' },
  settlement_amount_missing: { becomes: 'CAPTURED', times: 2, after: 'PT15M' },
  settlement_amount_late: { becomes: 'CAPTURED', after: 'PT15M' },
}

export const demoFaults: readonly string[] = Object.keys(stories)

const isDemoFault = (name: string): name is PaymentFault => Object.hasOwn(stories, name)

const expired = 'PT12M'
const asked = 'PT2M'

type Told = { readonly paymentId: string; readonly redirectUrl: string | undefined }

const create = async ({ sdk, merchantId, tell }: Stage, name: string): Promise<Told> => {
  const order = anOrder(10_000, 'HKD', { merchantReference: name.slice(0, 30) })
  const created = await sdk.v1.payments.create(merchantId, order, { idempotence: { key: randomUUID() } })
  const body = created.isSuccess ? created.body : created.body?.paymentResult
  const paymentId = body?.payment?.id ?? ''
  tell('  SDK payments.create', `${created.status} ${body?.payment?.status} ${paymentId}`)
  return { paymentId, redirectUrl: body?.merchantAction?.redirectData?.redirectURL ?? undefined }
}

const whenStatus = async ({ sdk, merchantId }: Stage, paymentId: string, status: string): Promise<void> => {
  await askUntil(
    () => sdk.v1.payments.get(merchantId, paymentId, {}),
    (answer) => answer.isSuccess && answer.body.status === status,
  )
}

const giveBack = async (stage: Stage, paymentId: string): Promise<void> => {
  const { sdk, merchantId, tell } = stage
  await whenStatus(stage, paymentId, 'CAPTURED')
  const key = randomUUID()
  const refunded = await sdk.v1.payments.refund(merchantId, paymentId, {}, { idempotence: { key } })
  tell('  SDK payments.refund', `${refunded.status} ${refunded.isSuccess ? refunded.body.status : ''}`)
}

/** One payment while something goes wrong: it must end as the wallet knows it. */
export const tellFault = async (stage: Stage, name: string): Promise<void> => {
  const { sandbox, tell, ask } = stage
  if (!isDemoFault(name)) throw new Error(`There is no fault "${name}".`)
  const { becomes, beside = [], after, ...strikes } = stories[name]
  const faultsUrl = `${sandbox.simulatorUrl}/control/faults`
  await ask(faultsUrl, 'PUT', { faults: [{ name, ...strikes }, ...beside] })
  tell(`fault ${name}`)

  const { paymentId, redirectUrl } = await create(stage, name)
  if (redirectUrl) {
    const paid = await ask(`${sandbox.simulatorUrl}/control/pay`, 'POST', { redirectUrl })
    tell('  the consumer pays in the wallet', `${paid.outcome} ${paid.wallet}`)
  }
  if (becomes === 'REFUNDED') await giveBack(stage, paymentId)

  const advance = after ?? (becomes === 'CAPTURED' || becomes === 'REFUNDED' ? asked : expired)
  const { now } = await ask(`${sandbox.gatewayUrl}/sandbox/clock`, 'POST', { advance })
  tell('  the sandbox clock is moved', `${advance}, to ${now}`)
  await whenStatus(stage, paymentId, becomes)
  const truth = await fetch(`${sandbox.simulatorUrl}/control/orders/${paymentId}`)
  const charged = truth.ok ? ((await truth.json()) as { charged: { value: string; text: string } }).charged : undefined
  const isCharged = charged !== undefined && charged.value !== '0'
  if (isCharged !== (becomes === 'CAPTURED')) {
    throw new Error(`The payment is ${becomes}, and the wallet was charged ${charged?.text ?? 'nothing'}.`)
  }
  tell('  and the payment is', `${becomes}; the wallet was charged ${isCharged ? charged.text : 'nothing'}`)
  await ask(faultsUrl, 'PUT', { faults: [] })
}

/** Compares the books of every payment with what its wallet knows; throws when one is off. */
export const tellBooks = async ({ sandbox, tell, ask }: Stage, held: readonly string[]): Promise<void> => {
  await ask(`${sandbox.gatewayUrl}/sandbox/clock`, 'POST', { advance: 'PT1H' })
  const db = openDb(sandbox.databaseUrl, { max: 1 })
  try {
    await assertAllBooksAreTrue({ ...sandbox, db })
  } finally {
    await db.close()
  }
  const faults = held.length === 1 ? '1 fault was held' : `${held.length} faults were held`
  tell(`${faults}, and the books of every payment equal what its wallet was charged.`)
}
