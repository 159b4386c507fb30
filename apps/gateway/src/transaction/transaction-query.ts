import {
  type Currency,
  disputeStatuses,
  fromConnectAmount,
  isCurrency,
  isPaymentId,
  isRemittanceId,
  type Money,
  type Result,
  refundStatuses,
  statuses,
} from '@silkgate/domain'
import { cursorRemedy, type Order, orders, type Place, parseCursor } from '../http/place.ts'
import {
  instantRemedy,
  limitRemedy,
  parseInstant,
  parseLimit,
  parseText,
  parseWords,
  queryReader,
} from '../http/read-query.ts'
import { invalid } from '../http/schema.ts'

export const transactionKinds = ['payment', 'refund', 'dispute'] as const

export type TransactionKind = (typeof transactionKinds)[number]

/** Which transactions are wanted; what is undefined leaves nothing out. */
export type TransactionQuery = {
  /** From this instant on. */
  readonly from: Date | undefined
  /** Before this instant. */
  readonly to: Date | undefined
  readonly kinds: readonly TransactionKind[]
  readonly statuses: readonly string[] | undefined
  /** The brand of the wallet that paid. */
  readonly wallet: string | undefined
  readonly currency: Currency | undefined
  readonly least: Money | undefined
  readonly most: Money | undefined
  readonly merchantReference: string | undefined
  readonly paymentId: string | undefined
  readonly remittanceId: string | undefined
  readonly order: Order
  readonly limit: number
  readonly after: Place | undefined
}

export const allStatuses = [
  ...new Set([...Object.keys(statuses), ...Object.keys(refundStatuses), ...Object.keys(disputeStatuses)]),
]

export const transactionParameters = [
  ...['from', 'to', 'kind', 'status', 'wallet', 'currencyCode', 'amountFrom', 'amountTo', 'merchantReference'],
  ...['paymentId', 'remittanceId', 'order', 'limit', 'cursor'],
]

/** Reads the query of the list of transactions, or says which of its parameters are wrong, and what is right. */
export const readTransactionQuery = (parameters: URLSearchParams): Result<TransactionQuery> => {
  const { read, refuse, done } = queryReader(parameters, transactionParameters)
  const from = read('from', parseInstant, instantRemedy)
  const to = read('to', parseInstant, instantRemedy)
  if (from !== undefined && to !== undefined && from >= to) refuse(invalid('to', 'An instant after `from`, please.'))
  const kinds = read('kind', parseWords(transactionKinds), `One or more of ${transactionKinds.join(', ')}, please.`)
  const currency = read(
    'currencyCode',
    (text) => (isCurrency(text) ? text : undefined),
    'A currency of ISO 4217, please, as EUR.',
  )
  const readAmount = (name: string): Money | undefined => {
    const amount = read(
      name,
      (text) => (/^\d{1,12}$/.test(text) ? BigInt(text) : undefined),
      'A whole number of at most 12 digits, please: two implied decimals, so 15.00 is 1500.',
    )
    if (amount === undefined) return undefined
    if (currency === undefined) {
      refuse(invalid(name, 'Amounts are compared in one currency: name it in `currencyCode`.'))
      return undefined
    }
    const money = fromConnectAmount(currency, amount, name)
    if (!money.ok) refuse(...money.refusals)
    return money.ok ? money.value : undefined
  }
  const query = {
    from,
    to,
    kinds: kinds ?? transactionKinds,
    statuses: read('status', parseWords(allStatuses), `One or more of ${allStatuses.join(', ')}, please.`),
    wallet: read('wallet', parseText(100), 'The brand of a wallet, please, of at most 100 characters.'),
    currency,
    least: readAmount('amountFrom'),
    most: readAmount('amountTo'),
    merchantReference: read('merchantReference', parseText(256), 'A text of at most 256 characters, please.'),
    paymentId: read('paymentId', (id) => (isPaymentId(id) ? id : undefined), 'The id of a payment, please.'),
    remittanceId: read(
      'remittanceId',
      (id) => (isRemittanceId(id) ? id : undefined),
      'The id of a remittance, please.',
    ),
    order: read('order', parseWords(orders), 'Either oldest or newest, please.')?.[0] ?? 'oldest',
    limit: read('limit', parseLimit, limitRemedy) ?? 50,
    after: read('cursor', parseCursor, cursorRemedy),
  } as const
  return done(() => query)
}
