import fc from 'fast-check'
import type { ContractVersion, Merchant } from '../merchant/index.ts'
import { type Money, money } from '../money/index.ts'
import { type Decision, decide, intend, type Payment, type PaymentEvent } from './index.ts'

export const start = new Date('2026-11-24T09:00:00Z')
export const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)

export const contracts: readonly ContractVersion[] = [
  { validFrom: new Date(0), feeBasisPoints: 140n, feeFixed: money('EUR', 10n) },
]

export const aMerchant = (limits: Record<string, bigint> = {}, expiresAfterSeconds = 600): Merchant => ({
  merchantId: '1234',
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL' },
  settlementCurrency: 'EUR',
  furtherCurrencies: [],
  contracts,
  limits,
  refundsNeedApproval: false,
  dayLimits: {},
  monthLimits: {},
  refundsAfterPaid: false,
  expiresAfterSeconds,
})

const paymentId = '000000123400000000010000100001'
export const hkd = money('HKD', 10_000n)
export const eur = money('EUR', 1_099n)

export const aPayment = (...events: readonly PaymentEvent[]): Payment =>
  events.reduce(
    (payment, event) => decide(payment, event, contracts).payment,
    intend(aMerchant(), paymentId, hkd, start).payment,
  )

/** What one more event leads to. */
export const decision = (payment: Payment, event: PaymentEvent, by: readonly ContractVersion[] = contracts): Decision =>
  decide(payment, event, by)

/** A payment after one more event. */
export const decided = (payment: Payment, event: PaymentEvent): Payment => decide(payment, event, contracts).payment

export const refusedIntent = () => intend(aMerchant({ HKD: 9_999n }), paymentId, hkd, start)

export const placed = (at = after(1)): PaymentEvent => ({
  name: 'order_placed',
  at,
  source: 'pay',
  redirectUrl: 'https://pay.example/281002',
  network: { alipayPlusPaymentId: 'A1' },
})

export const succeeded = (
  source: 'notification' | 'inquiry',
  at: Date,
  { settlement = true, amount = hkd }: { settlement?: boolean | Money; amount?: Money } = {},
): PaymentEvent => ({
  name: source === 'inquiry' ? 'success_confirmed' : 'success_announced',
  at,
  source,
  amount,
  network: {
    walletBrandName: 'AlipayHK',
    ...(settlement === false ? {} : { settlementAmount: settlement === true ? eur : settlement }),
  },
})

export const refused = (source: 'notification' | 'inquiry' | 'pay', at: Date): PaymentEvent => ({
  name: 'refused',
  at,
  source,
  code: 120,
  because: 'USER_BALANCE_NOT_ENOUGH',
})

/** A no to a pay whose first outcome was unknown: an order may stand all the same. */
export const refusedAfterDoubt = (at: Date): PaymentEvent => ({
  ...{ name: 'refused', at, source: 'pay', code: 100 },
  because: 'RISK_REJECT',
  orderMayExist: true,
})
export const closed = (source: 'inquiry' | 'cancel' | 'pay', at: Date): PaymentEvent => ({ name: 'closed', at, source })
export const unknown = (source: 'inquiry' | 'cancel', at: Date): PaymentEvent => ({
  name: 'outcome_unknown',
  at,
  source,
  because: 'timeout',
})
export const notFound = (source: 'inquiry' | 'cancel', at: Date): PaymentEvent => ({
  name: 'order_not_found',
  at,
  source,
})
export const givenUp = (at: Date): PaymentEvent => ({ name: 'given_up', at, source: 'create' })
export const settled = (at: Date): PaymentEvent => ({
  ...{ name: 'settled', at, source: 'reconciliation' },
  clearingBatchId: 'C20261124STDEUR',
})
export const windowPassed = (at: Date): PaymentEvent => ({ name: 'cancel_window_passed', at, source: 'cancel' })

const instant = fc.integer({ min: 1, max: 7200 }).map(after)

/** Anything that could be heard about a payment, at any time of its life. */
export const anyEvent: fc.Arbitrary<PaymentEvent> = fc.oneof(
  instant.map((at) => placed(at)),
  fc
    .tuple(fc.constantFrom('notification' as const, 'inquiry' as const), instant, fc.boolean())
    .map(([source, at, settlement]) => succeeded(source, at, { settlement })),
  fc
    .tuple(fc.constantFrom('notification' as const, 'inquiry' as const, 'pay' as const), instant)
    .map((a) => refused(...a)),
  instant.map(refusedAfterDoubt),
  fc.tuple(fc.constantFrom('inquiry' as const, 'cancel' as const, 'pay' as const), instant).map((a) => closed(...a)),
  fc.tuple(fc.constantFrom('inquiry' as const, 'cancel' as const), instant).map((a) => unknown(...a)),
  fc.tuple(fc.constantFrom('inquiry' as const, 'cancel' as const), instant).map((a) => notFound(...a)),
  instant.map(givenUp),
  instant.map(windowPassed),
  instant.map(settled),
)
