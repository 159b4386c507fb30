import { type Money, money } from '@silkgate/domain'
import { refundSettlementOf, type Settlement, settlementOf } from '../acqp/settlement.ts'
import { wonMovesOf } from '../order/dispute.ts'
import type { Order } from '../order/order.ts'
import { halfEven } from '../wallet/rates.ts'
import { type WalletId, wallets } from '../wallet/wallets.ts'
import { type Day, dayOf } from './calendar.ts'

export type TransactionType = 'PAYMENT' | 'REFUND' | 'CHARGEBACK' | 'ADJUSTMENT'

/** What is paid to Alipay+ or, by a refund, returned. Positive: to the acquirer; negative: from it. */
export type Fee = { readonly type: 'INTERCHANGE_FEE' | 'SERVICE_FEE'; readonly minor: bigint }

/** One movement of money that is cleared. */
export type Transaction = {
  readonly type: TransactionType
  readonly transactionId: string
  /** The paymentId where the transaction is about another one. */
  readonly originalTransactionId: string | undefined
  readonly transactionRequestId: string
  readonly paymentRequestId: string
  readonly at: Date
  /** In the order's currency, never negative. */
  readonly amount: Money
  /** In the settlement currency. Positive: to the acquirer; negative: from it. */
  readonly settledMinor: bigint
  readonly fees: readonly Fee[]
  readonly wallet: WalletId
  readonly merchantId: string
  readonly agreement: string
}

/** Agreements, not wallets, decide which files a transaction is in: one for each settlement currency, and Alipay's own. */
export const agreementOf = (wallet: WalletId, currency: string): string =>
  `${wallet === 'ALIPAY_CN' ? 'CN' : 'STD'}${currency}`

export const agreementsOf = (currency: string): readonly string[] => [`STD${currency}`, `CN${currency}`]

export const currencyOf = (agreement: string): string => agreement.slice(-3)

/** In basis points of what is settled: interchange for the wallet, service for Alipay+. */
const rates = { domestic: { interchange: 60n, service: 15n }, crossBorder: { interchange: 90n, service: 25n } } as const

const feesOf = (settledMinor: bigint, isDomestic: boolean): readonly Fee[] => {
  const { interchange, service } = isDomestic ? rates.domestic : rates.crossBorder
  const share = (basisPoints: bigint) =>
    halfEven((settledMinor < 0n ? -settledMinor : settledMinor) * basisPoints, 10_000n)
  const fees: readonly Fee[] =
    settledMinor < 0n
      ? [{ type: 'INTERCHANGE_FEE', minor: share(interchange) }]
      : [
          { type: 'INTERCHANGE_FEE', minor: -share(interchange) },
          { type: 'SERVICE_FEE', minor: -share(service) },
        ]
  return fees.filter(({ minor }) => minor !== 0n)
}

const minorOf = ({ settlementAmount }: Settlement): bigint => BigInt(settlementAmount.value)

/** Everything of an order that is cleared sooner or later; nothing of one that is not paid, or was cancelled. */
export const transactionsOf = (order: Order, now: Date): readonly Transaction[] => {
  const { paymentId, paymentRequestId, wallet, paidAt, cancelledAt, terms, refunds, disputes } = order
  if (paidAt === undefined || wallet === undefined || cancelledAt !== undefined) return []
  const { amount, merchantId, merchantRegion, settlementCurrency } = terms
  const isDomestic = wallets[wallet].region === merchantRegion
  const settled = minorOf(settlementOf(order))
  const every = { paymentRequestId, wallet, merchantId, agreement: agreementOf(wallet, settlementCurrency) }
  const payment: Transaction = {
    ...every,
    type: 'PAYMENT',
    transactionId: paymentId,
    originalTransactionId: undefined,
    transactionRequestId: paymentRequestId,
    at: paidAt,
    amount,
    settledMinor: settled,
    fees: feesOf(settled, isDomestic),
  }
  const back = refunds.map((refund): Transaction => {
    const settledMinor = -minorOf(refundSettlementOf(order, refund))
    return {
      ...every,
      type: 'REFUND',
      transactionId: refund.refundId,
      originalTransactionId: paymentId,
      transactionRequestId: refund.refundRequestId,
      at: refund.at,
      amount: money(amount.currency, refund.minor),
      settledMinor,
      fees: feesOf(settledMinor, isDomestic),
    }
  })
  const lost = disputes.flatMap((dispute) =>
    wonMovesOf(dispute, now).map(({ at, minor, isFirst }): Transaction => {
      const share = halfEven(settled * (minor < 0n ? -minor : minor), amount.minor)
      return {
        ...every,
        type: isFirst ? 'CHARGEBACK' : 'ADJUSTMENT',
        transactionId: dispute.disputeRequestId,
        originalTransactionId: paymentId,
        transactionRequestId: paymentRequestId,
        at,
        amount: money(amount.currency, minor < 0n ? -minor : minor),
        settledMinor: minor < 0n ? share : -share,
        fees: [],
      }
    }),
  )
  return [payment, ...back, ...lost]
}

/** What was moved on a clearing day, in the order in which files list it. */
export const transactionsOn = (day: Day, orders: readonly Order[], now: Date): readonly Transaction[] =>
  orders
    .flatMap((order) => transactionsOf(order, now))
    .filter(({ at }) => dayOf(at) === day)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.transactionId < b.transactionId ? -1 : 1))
