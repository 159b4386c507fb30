import { ok, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'
import { invalid, readBy, text } from './schema.ts'

/** What is looked for, and which page of it. Source: FindPaymentsParams and FindRefundsParams of the official SDKs. */
export type FindQuery = {
  readonly merchantReference: string | undefined
  /** Digits, without zeros in front. */
  readonly merchantOrderId: string | undefined
  readonly hostedCheckoutId: string | undefined
  readonly offset: number
  readonly limit: number
}

const defaultLimit = 10
const maxLimit = 100
/** PostgreSQL and the SDKs' Integer both end there. */
const maxOffset = 2 ** 31 - 1
const searchedMs = 42 * 24 * 3_600_000

/** What was created before this is no longer found, though it can be read by its id. Source: find on Connect, 42 days. */
export const searchedSince = (now: Date): Date => new Date(now.getTime() - searchedMs)

const references = z.looseObject({ merchantReference: text(256), hostedCheckoutId: text(256) })

/** The official SDK for Node.js writes `limit=undefined` for a property that its caller left undefined. */
const given = (value: string | undefined): string | undefined =>
  value === '' || value === 'undefined' ? undefined : value

/** Reads the query of a find; what has no meaning here is left alone. */
export const readFindQuery = (parameters: URLSearchParams): Result<FindQuery> => {
  const query: Readonly<Record<string, string | undefined>> = Object.fromEntries([...parameters].reverse())
  const read = readBy(references, query)
  if (!read.ok) return read
  const limit = Number(given(query.limit) ?? defaultLimit)
  const offset = Number(given(query.offset) ?? 0)
  const order = given(query.merchantOrderId)
  const refusals = [
    ...(isWithin(query.limit, limit, 1, maxLimit) ? [] : [invalid('limit', `A number from 1 to ${maxLimit}, please.`)]),
    ...(isWithin(query.offset, offset, 0, maxOffset) ? [] : [invalid('offset', 'A number from 0 on, please.')]),
    ...(order === undefined || /^\d{1,18}$/.test(order) ? [] : [invalid('merchantOrderId', 'A whole number, please.')]),
  ]
  if (refusals.length > 0) return refuse(...refusals)
  return ok({
    merchantReference: read.value.merchantReference || undefined,
    merchantOrderId: order === undefined ? undefined : BigInt(order).toString(),
    hostedCheckoutId: read.value.hostedCheckoutId || undefined,
    offset,
    limit,
  })
}

const isWithin = (written: string | undefined, value: number, least: number, most: number): boolean =>
  given(written) === undefined || (/^\d+$/.test(written ?? '') && value >= least && value <= most)
