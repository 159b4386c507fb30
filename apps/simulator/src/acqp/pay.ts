import type { PayResponse } from '@silkgate/alipayplus'
import { isCurrency, money } from '@silkgate/domain'
import { type Order, phaseOf } from '../order/order.ts'
import type { Notification, Orders } from '../order/orders.ts'
import { hasRate } from '../wallet/rates.ts'
import { type WalletSwitches, walletsFor } from '../wallet/wallets.ts'
import type { World } from '../world.ts'
import { failure, inProcess, paymentResultOf } from './answers.ts'
import type { PayMessage } from './messages.ts'
import { amountOf } from './settlement.ts'

export type Acqp = {
  readonly orders: Orders
  readonly world: World
  readonly acquirerId: string
  readonly publicUrl: string
  readonly switches: WalletSwitches
  readonly mayPay: (referenceMerchantId: string) => Promise<boolean>
  /** Called once an order was placed. */
  readonly placed: (order: Order) => Promise<void>
  /** What is announced of an order that is cancelled. */
  readonly cancelled: (order: Order) => readonly Notification[]
}

const lifeMs = 10 * 60 * 1000

/**
 * The cashier closes ten minutes after pay, or at the given time where that is sooner. Source: FAQ of the ACQP
 * interface.
 */
const expiryOf = (message: PayMessage, now: Date): Date => {
  const byDefault = now.getTime() + lifeMs
  const given = message.paymentExpiryTime === undefined ? byDefault : Date.parse(message.paymentExpiryTime)
  return new Date(Math.min(byDefault, given))
}

const orderOf = (message: PayMessage, clientId: string, { world }: Acqp): Order => {
  const { order } = message
  const now = world.now()
  const read = ({ currency, value }: PayMessage['paymentAmount']) => money(currency, BigInt(value))
  const day = now.toISOString().slice(0, 10).replaceAll('-', '')
  return {
    paymentRequestId: message.paymentRequestId,
    paymentId: `${day}194010800100188${world.digits(12)}`,
    code: `281002040090${world.digits(16)}`,
    terms: {
      clientId,
      paymentMethodType: message.paymentMethod.paymentMethodType,
      amount: read(message.paymentAmount),
      orderAmount: read(order.orderAmount),
      settlementCurrency: message.settlementStrategy.settlementCurrency,
      merchantId: order.merchant.referenceMerchantId,
      merchantName: order.merchant.merchantDisplayName,
      merchantRegion: order.merchant.merchantAddress.region,
      reference: order.referenceOrderId,
      description: order.orderDescription,
      userRegion: message.userRegion,
      notifyUrl: message.paymentNotifyUrl,
      redirectUrl: message.paymentRedirectUrl,
    },
    placedAt: now,
    expiresAt: expiryOf(message, now),
    openedIn: undefined,
    wallet: undefined,
    paidAt: undefined,
    refusedAt: undefined,
    refusedBecause: undefined,
    cancelledAt: undefined,
    refunds: [],
    disputes: [],
  }
}

/** The fields that a repeat must not change. Source: idempotency of pay. */
const keyFieldsOf = ({ terms }: Order): string =>
  [terms.amount, terms.orderAmount]
    .map(({ currency, minor }) => `${currency} ${minor}`)
    .concat(terms.paymentMethodType)
    .join('|')

/**
 * Places an order, once for each paymentRequestId: a repeat is answered with the order that stands, and with the state
 * it has come to. An order is never paid by this call.
 */
export const pay = async (message: PayMessage, clientId: string, acqp: Acqp): Promise<PayResponse> => {
  const { currency } = message.paymentAmount
  const { settlementCurrency } = message.settlementStrategy
  const isSupported = [currency, settlementCurrency].every((code) => isCurrency(code) && hasRate(code))
  if (!isSupported || walletsFor(currency, undefined).length === 0) {
    return { result: failure('CURRENCY_NOT_SUPPORT', `${currency} to ${settlementCurrency} is not supported`) }
  }
  if (!(await acqp.mayPay(message.order.merchant.referenceMerchantId))) {
    return { result: failure('MERCHANT_NOT_REGISTERED', 'the merchant is not registered') }
  }
  const wanted = orderOf(message, clientId, acqp)
  const order = await acqp.orders.place(wanted)
  if (keyFieldsOf(order) !== keyFieldsOf(wanted)) {
    return { result: failure('REPEAT_REQ_INCONSISTENT', 'the repeat differs in amount or payment method') }
  }
  if (order === wanted) await acqp.placed(order)
  const now = acqp.world.now()
  const phase = phaseOf(order, now)
  if (phase !== 'open' && phase !== 'paid') return { result: paymentResultOf(order, now) }
  return {
    result: inProcess,
    acquirerId: acqp.acquirerId,
    paymentId: order.paymentId,
    paymentAmount: amountOf(order.terms.amount),
    normalUrl: `${acqp.publicUrl}/cashier/${order.code}`,
  }
}
