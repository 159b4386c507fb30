import type { Amount, Quote } from '@silkgate/alipayplus'
import { type Money, money } from '@silkgate/domain'
import type { FaultName } from '../fault/faults.ts'
import type { Order, OrderRefund } from '../order/order.ts'
import { convert, priceText, type Rate, rateOf, ratesDay } from '../wallet/rates.ts'

/** What is settled, with the quote where it is converted. */
export type Settlement = { readonly settlementAmount: Amount; readonly settlementQuote?: Quote }

export const amountOf = ({ currency, minor }: Money): Amount => ({ currency, value: minor.toString() })

const quoteOf = (quoteId: string, rate: Rate): Quote => ({
  quoteId,
  quoteCurrencyPair: `${rate.from}/${rate.to}`,
  quotePrice: priceText(rate),
  quoteStartTime: `${ratesDay}T00:00:00+08:00`,
  guaranteed: 'true',
})

/** What Alipay+ will settle for an order. */
export const settlementOf = ({ terms }: Order): Settlement => {
  const { amount, settlementCurrency } = terms
  if (amount.currency === settlementCurrency) return { settlementAmount: amountOf(amount) }
  const rate = rateOf(amount.currency, settlementCurrency)
  const quoteId = `Q${ratesDay.replaceAll('-', '')}${rate.from}${rate.to}`
  return { settlementAmount: amountOf(convert(amount, rate)), settlementQuote: quoteOf(quoteId, rate) }
}

/**
 * What Alipay+ takes for a refund. It is quoted anew: where it converts, a thousandth above the table, so that a refund's own
 * settlement amount differs from the payment's.
 */
export const refundSettlementOf = ({ terms }: Order, { refundId, minor }: OrderRefund): Settlement => {
  const { amount, settlementCurrency } = terms
  const refunded = money(amount.currency, minor)
  if (amount.currency === settlementCurrency) return { settlementAmount: amountOf(refunded) }
  const table = rateOf(amount.currency, settlementCurrency)
  const rate = { ...table, price: table.price + table.price / 1000n }
  const quoteId = `R${refundId.slice(-12)}`
  return { settlementAmount: amountOf(convert(refunded, rate)), settlementQuote: quoteOf(quoteId, rate) }
}

/** What Alipay+ pays for an order, less what it takes for its refunds: negative where it takes more. */
export const netSettlementOf = (order: Order): Money => {
  const isPaid = order.paidAt !== undefined && order.cancelledAt === undefined
  const minorOf = ({ settlementAmount }: Settlement) => BigInt(settlementAmount.value)
  const taken = order.refunds.reduce((sum, refund) => sum + minorOf(refundSettlementOf(order, refund)), 0n)
  return money(order.terms.settlementCurrency, (isPaid ? minorOf(settlementOf(order)) : 0n) - taken)
}

const lateMs = 10 * 60_000

type MaySayWhatIsSettled = Partial<Settlement> & {
  readonly paymentTime?: string
  readonly refundTime?: string
  readonly transactionTime?: string
  readonly transactions?: readonly MaySayWhatIsSettled[]
}

/** A message as a fault lets it name what is settled: never, or only once ten minutes have passed since the money moved. */
export const asSettlementIsTold = <Message extends object>(
  message: Message & MaySayWhatIsSettled,
  fault: FaultName | undefined,
  now: Date,
): Message => {
  if (fault === undefined) return message
  const { settlementAmount: _amount, settlementQuote: _quote, ...rest } = message
  const movedAt = message.paymentTime ?? message.refundTime ?? message.transactionTime
  const isLateEnough = movedAt !== undefined && now.getTime() - Date.parse(movedAt) >= lateMs
  const told = fault === 'settlement_amount_late' && isLateEnough ? message : (rest as Message)
  const transactions = message.transactions?.map((one) => asSettlementIsTold(one, fault, now))
  return transactions === undefined ? told : { ...told, transactions }
}
