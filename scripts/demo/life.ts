import { randomUUID } from 'node:crypto'
import { anOrder } from '../../test/support/merchant.ts'
import { tellRemittance } from './remittance.ts'
import { tellInvariants, tellSettlement } from './settlement.ts'
import { askUntil, type Stage } from './stage.ts'

const expect = (isSo: boolean, what: string): void => {
  if (!isSo) throw new Error(what)
}

/** The life of a payment as it should be: steps 1 to 7, each figure from an API of the running programs. */
export const tellLife = async (stage: Stage): Promise<void> => {
  const { sdk, sandbox, merchantId, tell, ask, webhooks } = stage
  const test = await sdk.v1.services.testconnection(merchantId, {})
  expect(test.isSuccess, `testconnection answered ${test.status}`)
  tell('SDK services.testconnection', `${test.status} ${test.isSuccess ? test.body.result : ''}`)

  const key = randomUUID()
  const order = anOrder(100_000, 'HKD', { merchantReference: 'DEMO-1' })
  const created = await sdk.v1.payments.create(merchantId, order, { idempotence: { key } })
  if (!created.isSuccess) throw new Error(`create answered ${created.status}: ${JSON.stringify(created.body)}`)
  const { payment, merchantAction } = created.body
  const paymentId = payment?.id ?? ''
  const redirectUrl = merchantAction?.redirectData?.redirectURL ?? ''
  tell(
    '1 SDK payments.create',
    `${created.status} ${payment?.status} ${payment?.statusOutput?.statusCode} ${paymentId}`,
  )
  tell('2 the consumer is sent to', redirectUrl)

  const context: { idempotence: { key: string; requestTimestamp?: string | number } } = { idempotence: { key } }
  const replayed = await sdk.v1.payments.create(merchantId, order, context)
  expect(replayed.isSuccess && replayed.body.payment?.id === paymentId, 'the replay is another payment')
  expect(context.idempotence.requestTimestamp !== undefined, 'the replay does not say when the first request came')
  tell(
    '  the same request again',
    `${replayed.status} the same payment, first asked at ${context.idempotence.requestTimestamp}`,
  )

  const paid = await ask(`${sandbox.simulatorUrl}/control/pay`, 'POST', { redirectUrl, wallet: 'ALIPAY_HK' })
  tell('  the consumer pays in the wallet', `${paid.outcome} ${paid.wallet} ${paid.paymentId}`)

  const read = async () => {
    const got = await sdk.v1.payments.get(merchantId, paymentId, {})
    if (!got.isSuccess) throw new Error(`get answered ${got.status}`)
    return got.body
  }
  const captured = await askUntil(read, ({ status }) => status === 'CAPTURED')
  // amountCaptured is younger than this SDK's types.
  const output = captured.paymentOutput as { amountCaptured?: number; amountOfMoney?: { currencyCode?: string } }
  tell(
    '3 notification of Alipay+ heard',
    `${captured.status} ${captured.statusOutput?.statusCode} ${output.amountCaptured} ${output.amountOfMoney?.currencyCode}`,
  )

  const isCaptured = ({ body }: (typeof webhooks.received)[number]) =>
    body.type === 'payment.captured' && body.payment.id === paymentId
  await webhooks.until((received) => received.some(isCaptured))
  for (const { body } of webhooks.received) tell('4 webhook, verified by the SDK', `${body.type} ${body.created}`)
  expect(webhooks.refused.length === 0, `webhooks whose signature is wrong: ${webhooks.refused.join(', ')}`)

  const truth = await ask(`${sandbox.simulatorUrl}/control/orders/${paymentId}`)
  const charged = truth.charged as { value: string; text: string; currency: string }
  expect(charged.value === '100000' && charged.currency === 'HKD', `the wallet was charged ${charged.text}`)
  tell('  what the wallet was charged', charged.text)

  const part = { amountOfMoney: { amount: 25_000, currencyCode: 'HKD' } }
  const refunded = await sdk.v1.payments.refund(merchantId, paymentId, part, { idempotence: { key: randomUUID() } })
  if (!refunded.isSuccess) throw new Error(`refund answered ${refunded.status}: ${JSON.stringify(refunded.body)}`)
  const { status: refundStatus, statusOutput } = refunded.body
  expect(refundStatus === 'REFUNDED', `the refund is ${refundStatus}`)
  tell(
    '  SDK payments.refund, of a part',
    `${refunded.status} ${refundStatus} ${statusOutput?.statusCode} ${refunded.body.id}`,
  )
  const left = (await ask(`${sandbox.simulatorUrl}/control/orders/${paymentId}`)).charged as {
    value: string
    text: string
  }
  expect(left.value === '75000', `after the refund the wallet was charged ${left.text}`)
  tell('  what the wallet was charged in the end', left.text)
  await tellSettlement(stage, paymentId)
  await tellRemittance(stage)
  await tellInvariants(stage)
  tell('every step held')
}
