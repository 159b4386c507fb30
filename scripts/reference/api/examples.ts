import { walletsByTable } from '@silkgate/domain'
import { disputeView } from '../../../apps/gateway/src/dispute/index.ts'
import { createdPaymentOutput } from '../../../apps/gateway/src/hosted-checkout/hosted-checkouts.ts'
import { captureView } from '../../../apps/gateway/src/payment/capture-view.ts'
import { operationsOf } from '../../../apps/gateway/src/payment/operations-of.ts'
import { paymentView } from '../../../apps/gateway/src/payment/payment-view.ts'
import { privacyPolicyOperation } from '../../../apps/gateway/src/privacy/index.ts'
import { productOperations } from '../../../apps/gateway/src/product/index.ts'
import { convertAmountOperation } from '../../../apps/gateway/src/rate/index.ts'
import { refundView } from '../../../apps/gateway/src/refund/index.ts'
import {
  answerOfPayment,
  answerOfRefund,
  at,
  disputeFile,
  disputes,
  errorId,
  merchant,
  payments,
  refunds,
} from '../samples.ts'
import { operationWords } from './operation-words.ts'
import { ownIds, ownOperations } from './own-operations.ts'

const seen = { merchant, at }
const { captured } = payments
const { refund, stored } = refunds.accepted
const page = { limit: 10, offset: 0, totalCount: 1 }

const payment = () => paymentView(captured, seen)
const refunded = () => refundView(refund, stored)
const disputed = (name: keyof typeof disputes) => disputeView(disputes[name], captured)
const capture = () => captureView(captured, seen)

const paymentWithOperations = () => {
  const view = paymentView(stored, seen)
  return { ...view, paymentOutput: { ...view.paymentOutput, operations: operationsOf(stored, [refund], seen) } }
}

const session = {
  assetUrl: 'https://pay.example/assets',
  clientApiUrl: 'https://pay.example/client',
  clientSessionId: '1234-5e45c937b9db33ae5e45c937b9db33ae',
  customerId: '1234-0f2c8a7be1d94c53b6a70e4d12f88c3a',
  region: 'EU',
}

const hostedCheckoutId = '0198e1c2-6d80-7c11-8f4e-5a2b9c3d1e0f'

/** Answers that are made from what is stored, by the gateway's own views. */
const made: Readonly<Record<string, () => unknown>> = {
  'payments.create': () => JSON.parse(answerOfPayment('redirected').body),
  'payments.get': paymentWithOperations,
  'payments.find': () => ({ ...page, payments: [payment()] }),
  'payments.thirdPartyStatus': () => ({ thirdPartyStatus: 'WAITING' }),
  'payments.captures': () => ({ captures: [capture()] }),
  'payments.refund': () => JSON.parse(answerOfRefund('accepted').body),
  'payments.refunds': () => ({ refunds: [refunded()] }),
  'payments.disputes': () => ({ disputes: [disputed('opened')] }),
  'captures.get': capture,
  'captures.refund': () => JSON.parse(answerOfRefund('accepted').body),
  'captures.disputes': () => ({ disputes: [disputed('opened')] }),
  'disputes.get': () => disputed('opened'),
  'disputes.submit': () => disputed('defended'),
  'disputes.cancel': () => disputed('accepted'),
  'disputes.uploadFile': () => ({ disputeId: disputes.opened.disputeId, fileId: disputeFile.fileId }),
  'refunds.get': refunded,
  'refunds.find': () => ({ ...page, refunds: [refunded()] }),
  'hostedcheckouts.create': () => ({
    RETURNMAC: captured.request.returnMac,
    hostedCheckoutId,
    merchantReference: 'ORDER-1',
    partialRedirectUrl: `checkout.pay.example/checkout/1234:${hostedCheckoutId}:5e45c937b9db33ae5e45c937b9db33ae`,
  }),
  'hostedcheckouts.get': () => ({
    status: 'PAYMENT_CREATED',
    createdPaymentOutput: createdPaymentOutput(captured, seen),
  }),
  'services.testconnection': () => ({ result: 'OK' }),
  'sessions.create': () => session,
}

/** The values that paths have in examples. */
export const sampleIds: Readonly<Record<string, string>> = {
  merchantId: '1234',
  paymentId: captured.payment.paymentId,
  captureId: captured.payment.paymentId,
  refundId: refund.refund.refundId,
  disputeId: disputes.opened.disputeId,
  fileId: disputeFile.fileId,
  paymentProductId: '866',
  paymentProductGroupId: 'cards',
  hostedCheckoutId,
  ...ownIds,
}

/** What is answered about products while Alipay+ offers every wallet of the currency. */
const ofProducts = new Map(
  await Promise.all(
    [...productOperations, privacyPolicyOperation, convertAmountOperation].map(async ({ operation, answer }) => {
      const asked = Object.entries(operationWords[operation]?.query ?? {})
      const query = new URLSearchParams(asked.map(([name, value]): [string, string] => [name, `${value}`]))
      const onOffer = async (currency: string) => walletsByTable(currency)
      const question = { merchant, filters: {}, params: sampleIds, query, errorId, onOffer }
      return [operation, await answer(question)] as const
    }),
  ),
)

/** What an operation answers to the example's request; undefined where it can only refuse. */
export const answerOf = (operation: string): unknown => {
  const known = made[operation] ?? ownOperations[operation]?.answer
  if (known !== undefined) return known()
  const answer = ofProducts.get(operation)
  if (answer === undefined) throw new Error(`There is no example of what ${operation} answers: add it to "made".`)
  return answer.status === 200 ? JSON.parse(answer.body) : undefined
}
