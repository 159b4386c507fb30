import type { Merchant, MerchantErrorCode, MerchantId } from '@silkgate/domain'
import type { z } from 'zod'
import type { HttpAnswer } from './errors.ts'

/** Who calls, as far as its signature proves, and what it sent. */
export type Caller = {
  readonly merchantId: MerchantId
  readonly apiKeyId: string
  /** The path that was called, however its slashes were written, without its query: the scope of an idempotence key. */
  readonly path: string
  /** JSON as it was read; where the route takes a file, an `Upload`. */
  readonly body: unknown
  readonly idempotenceKey: string | undefined
}

export type RouteRequest = {
  readonly caller: Caller
  readonly merchant: Merchant
  readonly params: Readonly<Record<string, string>>
  /** What stands behind the question mark; a name may come several times. */
  readonly query: URLSearchParams
  /** Whether it asks for CSV in place of JSON. */
  readonly wantsCsv: boolean
  readonly errorId: string
}

/** A route of the merchant API is data: what it is called, what it may refuse, and what it does. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly operation: string
  readonly refuses: readonly MerchantErrorCode[]
  /** What is read of the body, for the reference. */
  readonly body?: z.ZodType
  /** Its body is multipart/form-data with a file, or it answers with one. */
  readonly file?: 'taken' | 'given'
  /** It answers CSV to those who ask for it. */
  readonly csv?: true
  /** Where the operation can never succeed: why, for the reference. Its body, JSON or not, is left unread. */
  readonly neverBecause?: string
  readonly run: (request: RouteRequest) => Promise<HttpAnswer>
}
