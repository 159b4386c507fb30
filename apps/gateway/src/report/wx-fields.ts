import { exponentOf } from '@silkgate/domain'
import type { Movement } from './read-movements.store.ts'

/** A field of a record: nothing where it has no value; free text is what merchants wrote. */
export type WxField = {
  readonly name: string
  readonly of: string | ((movement: Movement) => string | undefined)
  readonly isFreeText?: true
}

/** An amount with two implied decimals, as in the Connect API; finer ones are cut toward zero. */
export const connectAmount = (currency: string, minor: string): string => {
  const exponent = exponentOf(currency)
  if (exponent === 2) return minor
  return String(exponent === 0 ? BigInt(minor) * 100n : BigInt(minor) / 10n)
}

const local = ({ localCurrency, localMinor }: Movement): string => connectAmount(localCurrency, localMinor)
const due = ({ currency, minor }: Movement): string => connectAmount(currency, minor)
const opposite = (amount: string): string => {
  if (amount === '0') return amount
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}

type Condition = (movement: Movement) => boolean
type Value = (movement: Movement) => string | undefined

/** Whether a record has an effect on what is due. */
export const isDue = ({ code }: Pick<Movement, 'code'>): boolean => !code.startsWith('X')
const isCredit: Condition = ({ code }) => code.startsWith('+')
const isDebit: Condition = ({ code }) => code.startsWith('-')
const isPaid: Condition = ({ code, paidOn }) => paidOn !== undefined && code === '+IP'
const isAboutEarlier: Condition = ({ objectId }) => objectId !== undefined
const isRefund: Condition = ({ code, objectId }) => objectId?.includes('-') === true && code.endsWith('RF')
const when =
  (condition: Condition, value: Value): Value =>
  (movement) =>
    condition(movement) ? value(movement) : undefined

const withoutZeros = (text: string | undefined): string | undefined => {
  let first = 0
  while (text?.[first] === '0') first += 1
  return text?.slice(first)
}
const orderNumber: Value = ({ paymentId }) => withoutZeros(paymentId?.slice(10, 20))
const localCurrency: Value = (movement) => movement.localCurrency
const currency: Value = (movement) => movement.currency

/** What names the record's payment, or the refund of it. A refund's effort is negative. */
export const wxKeys: readonly WxField[] = [
  { name: 'OrderID', of: orderNumber },
  {
    name: 'EffortID',
    of: (movement) => withoutZeros((isRefund(movement) ? movement.objectId : movement.paymentId)?.slice(20, 25)),
  },
  { name: 'AttemptID', of: ({ paymentId }) => withoutZeros(paymentId?.slice(25, 30)) },
]

/** PaymentData, as far as we have it, in the order of the layout. */
export const wxPaymentFields: readonly WxField[] = [
  { name: 'Recordcategory', of: ({ code }) => code.slice(0, 1) },
  { name: 'Recordtype', of: ({ code }) => code.slice(-2) },
  { name: 'PaymentReference', of: '0' },
  { name: 'AdditionalReference', of: ({ reference }) => reference, isFreeText: true },
  { name: 'MerchantOrderID', of: ({ orderId }) => orderId, isFreeText: true },
  { name: 'CurrencyDelivered', of: localCurrency },
  { name: 'AmountDelivered', of: local },
  { name: 'CurrencyLocal', of: localCurrency },
  { name: 'AmountLocal', of: local },
  { name: 'PaymentCountry', of: ({ country }) => country, isFreeText: true },
  { name: 'PaymentStatus', of: ({ status }) => status },
  { name: 'TransactionDateTime', of: ({ at }) => at },
  { name: 'DateCollect', of: when(isPaid, ({ paidOn }) => paidOn) },
  { name: 'PaymentGroupId', of: '60' },
  { name: 'PaymentProductId', of: '866' },
  { name: 'ReferenceOriginalPayment', of: when(isAboutEarlier, ({ paymentId }) => paymentId) },
  { name: 'UncleanIndicator', of: when(isPaid, () => 'N') },
  { name: 'PaymentCurrency', of: localCurrency },
  { name: 'PaymentAmount', of: local },
  { name: 'CreditedCurrency', of: when(isCredit, currency) },
  { name: 'CreditedAmount', of: when(isCredit, due) },
  { name: 'DebitedCurrency', of: when(isDebit, currency) },
  { name: 'DebitedAmount', of: when(isDebit, (movement) => opposite(due(movement))) },
  { name: 'CurrencyDue', of: when(isDue, currency) },
  { name: 'AmountDue', of: when(isDue, due) },
  { name: 'DateDue', of: when(isDue, ({ paidOn, at }) => paidOn ?? at.slice(0, 10)) },
  { name: 'OverOrUnderCurrencyLocal', of: when(isPaid, localCurrency) },
  { name: 'OverOrUnderAmountLocal', of: when(isPaid, () => '0') },
  { name: 'OriginalPaymentCurrency', of: when(isAboutEarlier, localCurrency) },
  {
    name: 'OriginalPaymentAmount',
    of: when(isAboutEarlier, (movement) =>
      movement.originalMinor === undefined ? undefined : connectAmount(movement.localCurrency, movement.originalMinor),
    ),
  },
  { name: 'OriginalPaymentID', of: when(isAboutEarlier, ({ paymentId }) => paymentId) },
  { name: 'OriginalOrderNumber', of: when(isAboutEarlier, orderNumber) },
  {
    name: 'CaseID',
    of: when(
      ({ code }) => ['-RI', '+RI', 'XCB'].includes(code),
      ({ objectId }) => objectId,
    ),
  },
  { name: 'PlatformIdNo', of: 'LBO' },
]

/** CustomerData, as far as we have it. */
export const wxCustomerFields: readonly WxField[] = [
  { name: 'CountryCode', of: ({ country }) => country, isFreeText: true },
]
