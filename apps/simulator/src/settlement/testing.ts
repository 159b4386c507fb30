import { money } from '@silkgate/domain'
import type { Order } from '../order/order.ts'
import type { WalletId } from '../wallet/wallets.ts'

/** What matters of an order for its settlement. */
export type Sold = {
  readonly number: number
  readonly currency: string
  readonly minor: bigint
  readonly settlesIn?: string
  readonly wallet?: WalletId
  readonly region?: string
  readonly paidAt?: Date
}

/** An order that was paid, of the merchant 1234. */
export const aPaidOrder = (sold: Sold, more: Partial<Order> = {}): Order => {
  const { number, currency, minor, settlesIn = 'EUR', wallet = 'GCASH', region = 'NL' } = sold
  const paidAt = sold.paidAt ?? new Date('2026-11-25T12:00:00+08:00')
  const digits = String(number).padStart(4, '0')
  return {
    paymentRequestId: `00000012340000000001000010${digits}`,
    paymentId: `20261125194010800100188${digits.padStart(12, '0')}`,
    code: `281002040090000000000000${digits}`,
    terms: {
      clientId: 'SANDBOX_SILKGATE00000001',
      paymentMethodType: 'ALIPAYPLUS_UNIFIED',
      amount: money(currency, minor),
      orderAmount: money(currency, minor),
      settlementCurrency: settlesIn,
      merchantId: '1234',
      merchantName: 'Demo Shop',
      merchantRegion: region,
      reference: `ORDER-${number}`,
      description: 'Notebook, dotted',
      userRegion: undefined,
      notifyUrl: 'http://127.0.0.1:8080/alipayplus/notifyPayment',
      redirectUrl: 'http://127.0.0.1:8090/shop/',
    },
    placedAt: new Date(paidAt.getTime() - 60_000),
    expiresAt: new Date(paidAt.getTime() + 540_000),
    openedIn: wallet,
    wallet,
    paidAt,
    refusedAt: undefined,
    refusedBecause: undefined,
    cancelledAt: undefined,
    refunds: [],
    disputes: [],
    ...more,
  }
}
