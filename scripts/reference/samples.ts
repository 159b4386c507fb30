import {
  apply,
  applyToDispute,
  applyToPayment,
  applyToRefund,
  askRefund,
  type Dispute,
  type DisputeFile,
  disputeIdOf,
  intend,
  type Merchant,
  money,
  newDispute,
  newRefund,
  type PaymentEvent,
  type RefundEvent,
} from '@silkgate/domain'
import { createAnswer } from '../../apps/gateway/src/payment/create-payment.ts'
import type { StoredPayment } from '../../apps/gateway/src/payment/payment.row.ts'
import { refundAnswer } from '../../apps/gateway/src/refund/create-refund.ts'
import type { StoredRefund } from '../../apps/gateway/src/refund/refund.row.ts'

/** The id that every error answer of the reference has; real ones differ each time. */
export const errorId = '0198e1c2-6d7f-7b30-9a53-1f0e6c1d2b4a'

const from = new Date('2026-11-24T09:00:00Z')
const after = (seconds: number): Date => new Date(from.getTime() + seconds * 1000)

/** When the samples are looked at. */
export const at = after(120)

/** The demo shop, as far as answers depend on it. */
export const merchant: Merchant = {
  merchantId: '1234',
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL' },
  settlementCurrency: 'EUR',
  furtherCurrencies: [],
  contracts: [{ validFrom: new Date(0), feeBasisPoints: 140n, feeFixed: money('EUR', 10n) }],
  limits: {},
  refundsNeedApproval: false,
  dayLimits: {},
  monthLimits: {},
  refundsAfterPaid: false,
  expiresAfterSeconds: 600,
}

const paymentId = '000000123400000000010000100001'
const amount = money('EUR', 1500n)

const stored = (limits: Partial<Merchant>, ...events: readonly PaymentEvent[]): StoredPayment => ({
  payment: events.reduce(
    (payment, event) => apply(payment, event, merchant.contracts),
    intend({ ...merchant, ...limits }, paymentId, amount, from).payment,
  ),
  request: {
    returnMac: '0198e1c2-6d80-7c11-8f4e-5a2b9c3d1e0f',
    returnUrl: 'https://shop.example/return',
    merchantReference: 'ORDER-1',
  },
})

const placed: PaymentEvent = {
  name: 'order_placed',
  at: after(1),
  source: 'pay',
  redirectUrl: 'https://open-sea.alipayplus.com/cashier?code=281002',
  network: { alipayPlusPaymentId: '2026112419401080100188000000001' },
}

const paid: PaymentEvent = {
  name: 'success_announced',
  at: after(60),
  source: 'notification',
  amount,
  network: { walletBrandName: 'GCash', settlementAmount: amount },
}

/** Payments as they are stored, one for each turn that the reference shows. */
export const payments = {
  redirected: stored({}, placed),
  captured: stored({}, placed, paid),
  refused: stored({}, { name: 'refused', at: after(1), source: 'pay', code: 120, because: 'RISK_REJECT' }),
  overLimit: stored({ limits: { EUR: 1000n } }),
  overDayLimit: stored({ dayLimits: { EUR: 1000n } }),
}

const refundOf = (event: RefundEvent): { refund: StoredRefund; stored: StoredPayment } => {
  const { payment, request } = payments.captured
  const asked = askRefund(payment, merchant, { amount: money('EUR', 400n), number: 1, at: after(90) })
  if (!asked.ok) throw new Error('The sample payment cannot be refunded.')
  const before = newRefund(payment, asked.value)
  const refunding = applyToPayment(payment, before, asked.value)
  return {
    refund: { refund: applyToRefund(before, event), request: { merchantReference: 'RETURN-1' } },
    stored: { payment: applyToPayment(refunding, before, event), request },
  }
}

const about = { at: after(91), refundId: '00000012340000000001000-100001' }

/** Refunds of the captured payment, with it as it is afterwards. */
export const refunds = {
  accepted: refundOf({
    ...about,
    name: 'refund_accepted',
    settlement: money('EUR', 400n),
    alipayPlusRefundId: '2026112419401080100188000000002',
  }),
  refused: refundOf({ ...about, name: 'refund_refused', because: 'RISK_REJECT' }),
}

const opened = newDispute(payments.captured.payment, {
  name: 'dispute_opened',
  at: after(90),
  disputeId: disputeIdOf(paymentId, 1),
  requestId: '20261124D0000000001',
  kind: 'escalation',
  amount,
  reason: 'Goods not received',
})
/** What the merchant handed in before it answered. */
export const disputeFile: DisputeFile = {
  fileId: '0198e1c2-7a10-7d52-8c3e-2b4f6a8c0e12',
  fileName: 'receipt.pdf',
  fileType: 'application/pdf',
  size: 48_213,
}
const withFile = applyToDispute(
  opened,
  { name: 'dispute_file_added', at: after(91), disputeId: opened.disputeId, file: disputeFile },
  payments.captured.payment,
)
const answered = (answer: 'defended' | 'accepted'): Dispute => {
  const event = { name: 'dispute_answered', at: after(92), disputeId: opened.disputeId, answer } as const
  return applyToDispute(withFile, event, payments.captured.payment)
}

/** Disputes of the captured payment. */
export const disputes = { opened, defended: answered('defended'), accepted: answered('accepted') }

const seen = { errorId, publicUrl: 'https://pay.example', at }

/** What create answers about a payment. */
export const answerOfPayment = (name: keyof typeof payments) => createAnswer(payments[name], merchant, seen)

/** What a refund request is answered. */
export const answerOfRefund = (name: keyof typeof refunds) => refundAnswer(refunds[name], seen)
