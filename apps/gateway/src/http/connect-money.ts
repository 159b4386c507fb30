import { type Money, toConnectAmount } from '@silkgate/domain'

/** An amount as Connect's AmountOfMoney. */
export const connectMoney = (amount: Money) => ({
  amount: Number(toConnectAmount(amount)),
  currencyCode: amount.currency,
})
