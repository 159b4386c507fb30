import { randomUUID } from 'node:crypto'
import { anOrder } from '../../test/support/merchant.ts'
import { askUntil, type Stage } from './stage.ts'

/** The faults that the demo can tell about: what strikes, and what has to become of the payment. */
const stories: Readonly<
  Record<string, { api?: string; times?: number; becomes: 'CAPTURED' | 'CANCELLED' | 'REJECTED' }>
> = {
  request_lost: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  answer_lost: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  http_500: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  empty_body: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  garbled_body: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  wrong_signature: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  unknown_key: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  status_a: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  unknown_code: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  unknown_exception: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  throttled: { api: 'pay', times: 1, becomes: 'CAPTURED' },
  answer_slow: { api: 'pay', becomes: 'CANCELLED' },
  refused: { api: 'pay', becomes: 'REJECTED' },
  notification_never: { becomes: 'CAPTURED' },
  notification_repeated: { becomes: 'CAPTURED' },
  notification_forged: { becomes: 'CAPTURED' },
  notification_other_amount: { becomes: 'CAPTURED' },
  notification_other_order: { becomes: 'CAPTURED' },
}

export const callFaults: readonly string[] = Object.keys(stories)

/** One payment while something goes wrong: it must end as the wallet knows it. */
export const tellFault = async (stage: Stage, name: string): Promise<void> => {
  const { sdk, sandbox, merchantId, tell, ask } = stage
  const story = stories[name]
  if (story === undefined) throw new Error(`There is no fault "${name}".`)
  const { becomes, ...strikes } = story
  await ask(`${sandbox.simulatorUrl}/control/faults`, 'PUT', { faults: [{ name, ...strikes }] })
  tell(`fault ${name}`)

  const order = anOrder(10_000, 'HKD', { merchantReference: name.slice(0, 30) })
  const created = await sdk.v1.payments.create(merchantId, order, { idempotence: { key: randomUUID() } })
  const body = created.isSuccess ? created.body : created.body?.paymentResult
  const paymentId = body?.payment?.id ?? ''
  const redirectUrl = body?.merchantAction?.redirectData?.redirectURL
  tell('  SDK payments.create', `${created.status} ${body?.payment?.status} ${paymentId}`)
  if (redirectUrl) {
    const paid = await ask(`${sandbox.simulatorUrl}/control/pay`, 'POST', { redirectUrl })
    tell('  the consumer pays in the wallet', `${paid.outcome} ${paid.wallet}`)
  }

  // What is not heard by notification is found out by inquiry, and that is due within minutes on the sandbox's clock.
  const until = becomes === 'CAPTURED' ? 'PT2M' : 'PT12M'
  const { now } = await ask(`${sandbox.gatewayUrl}/sandbox/clock`, 'POST', { advance: until })
  tell('  the sandbox clock is moved', `${until}, to ${now}`)
  const got = await askUntil(
    () => sdk.v1.payments.get(merchantId, paymentId, {}),
    (answer) => answer.isSuccess && answer.body.status === becomes,
  )
  const status = got.isSuccess ? got.body.status : undefined
  const truth = await fetch(`${sandbox.simulatorUrl}/control/orders/${paymentId}`)
  const charged = truth.ok ? ((await truth.json()) as { charged: { value: string; text: string } }).charged : undefined
  const isCharged = charged !== undefined && charged.value !== '0'
  if (isCharged !== (becomes === 'CAPTURED')) {
    throw new Error(`The payment is ${status}, and the wallet was charged ${charged?.text ?? 'nothing'}.`)
  }
  tell('  and the payment is', `${status}; the wallet was charged ${isCharged ? charged.text : 'nothing'}`)
  await ask(`${sandbox.simulatorUrl}/control/faults`, 'PUT', { faults: [] })
}
