import { type Currency, isCurrency, type RemittanceStatus, type Result, remittanceStatuses } from '@silkgate/domain'
import { cursorRemedy, type Order, orders, type Place, parseCursor } from '../http/place.ts'
import { instantRemedy, limitRemedy, parseInstant, parseLimit, parseWords, queryReader } from '../http/read-query.ts'
import { invalid } from '../http/schema.ts'

/** Which remittances are wanted; what is undefined leaves nothing out. */
export type RemittanceQuery = {
  /** Made at this instant or later. */
  readonly from: Date | undefined
  /** Made before this instant. */
  readonly to: Date | undefined
  readonly statuses: readonly RemittanceStatus[] | undefined
  readonly currency: Currency | undefined
  readonly order: Order
  readonly limit: number
  readonly after: Place | undefined
}

const statuses = Object.keys(remittanceStatuses) as RemittanceStatus[]

export const readRemittanceQuery = (parameters: URLSearchParams): Result<RemittanceQuery> => {
  const names = ['from', 'to', 'status', 'currencyCode', 'order', 'limit', 'cursor']
  const { read, refuse, done } = queryReader(parameters, names)
  const from = read('from', parseInstant, instantRemedy)
  const to = read('to', parseInstant, instantRemedy)
  if (from !== undefined && to !== undefined && from >= to) refuse(invalid('to', 'An instant after `from`, please.'))
  const currencyOf = (text: string) => (isCurrency(text) ? text : undefined)
  const query = {
    from,
    to,
    statuses: read('status', parseWords(statuses), `One or more of ${statuses.join(', ')}, please.`),
    currency: read('currencyCode', currencyOf, 'A currency of ISO 4217, please, as EUR.'),
    order: read('order', parseWords(orders), 'Either oldest or newest, please.')?.[0] ?? 'oldest',
    limit: read('limit', parseLimit, limitRemedy) ?? 50,
    after: read('cursor', parseCursor, cursorRemedy),
  } as const
  return done(() => query)
}

/** Behind which movement of a remittance a page begins. */
export type MovementPlace = { readonly kind: string; readonly id: string }

export const writeMovementCursor = ({ kind, id }: MovementPlace): string =>
  Buffer.from(`${kind} ${id}`).toString('base64url')

const parseMovementCursor = (text: string): MovementPlace | undefined => {
  const [, kind, id] = /^([a-z_]{1,40}) ([\w-]{1,40})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  return kind === undefined || id === undefined ? undefined : { kind, id }
}

export type MovementQuery = { readonly after: MovementPlace | undefined; readonly limit: number }

export const readMovementQuery = (parameters: URLSearchParams): Result<MovementQuery> => {
  const { read, done } = queryReader(parameters, ['limit', 'cursor'])
  const query = {
    limit: read('limit', parseLimit, limitRemedy) ?? 50,
    after: read('cursor', parseMovementCursor, cursorRemedy),
  }
  return done(() => query)
}
