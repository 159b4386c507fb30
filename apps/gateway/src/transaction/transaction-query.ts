import {
  type Currency,
  disputeStatuses,
  fromConnectAmount,
  isCurrency,
  isPaymentId,
  type Money,
  type Result,
  refundStatuses,
  statuses,
} from '@silkgate/domain'
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

/** A place in the order of time, then id: behind one transaction, or behind an instant. `at` has microseconds, in UTC. */
export type Place = { readonly at: string; readonly id?: string | undefined }

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
  readonly order: 'oldest' | 'newest'
  readonly limit: number
  readonly after: Place | undefined
}

export const allStatuses = [
  ...new Set([...Object.keys(statuses), ...Object.keys(refundStatuses), ...Object.keys(disputeStatuses)]),
]

export const transactionParameters = [
  ...['from', 'to', 'kind', 'status', 'wallet', 'currencyCode', 'amountFrom', 'amountTo', 'merchantReference'],
  ...['paymentId', 'order', 'limit', 'cursor'],
]

/** The place of a cursor's reader, as text that says nothing to it. */
export const writeCursor = ({ at, id = '' }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

const parseCursor = (text: string): Place | undefined => {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([\d-]{0,30})$/.exec(
    Buffer.from(text, 'base64url').toString(),
  )
  const [, at = '', id = ''] = found ?? []
  return found === null || Number.isNaN(Date.parse(at)) ? undefined : { at, id: id === '' ? undefined : id }
}

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
    order:
      read('order', parseWords(['oldest', 'newest'] as const), 'Either oldest or newest, please.')?.[0] ?? 'oldest',
    limit: read('limit', parseLimit, limitRemedy) ?? 50,
    after: read('cursor', parseCursor, 'The `next` of the page before, please.'),
  } as const
  return done(() => query)
}
