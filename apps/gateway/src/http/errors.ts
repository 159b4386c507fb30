import type { Readable } from 'node:stream'
import { type ErrorCode, errors, type Refusal } from '@silkgate/domain'

/** One refusal as Connect's APIError. Source: types of the official SDKs. */
export const apiError = ({ error, propertyName, message }: Refusal) => {
  const { code, http, category, message: standard } = errors[error]
  return {
    category,
    code,
    httpStatusCode: http,
    id: error,
    message: message ?? standard,
    ...(propertyName === undefined ? {} : { propertyName }),
  }
}

/** An answer of ours, before it is written to the wire. */
export type HttpAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON text; empty for 204. */
  readonly body: string
  /** A file in place of a body; the headers say what it is. */
  readonly bytes?: Buffer
  /** The same, no faster than its client reads it. One that breaks ends the connection, so that no part looks whole. */
  readonly stream?: Readable
}

/** The seconds after which a request that was not done is worth sending again. */
const retryAfter: Partial<Record<ErrorCode, string>> = { TEMPORARILY_UNAVAILABLE: '2', TOO_MANY_REQUESTS: '1' }

/** An ErrorResponse; its status is that of the first refusal. `more` adds paymentResult where Connect has one. */
export const errorAnswer = (
  errorId: string,
  refusals: readonly Refusal[],
  more: Record<string, unknown> = {},
): HttpAnswer => {
  const first = refusals[0]?.error ?? 'UNKNOWN_SERVER_ERROR'
  const seconds = retryAfter[first]
  return {
    status: errors[first].http,
    body: JSON.stringify({ errorId, errors: refusals.map(apiError), ...more }),
    ...(seconds === undefined ? {} : { headers: { 'Retry-After': seconds } }),
  }
}

export const refusal = (error: ErrorCode): readonly Refusal[] => [{ error }]

/** What every operation of the merchant API may be refused with before it runs, or when it breaks; beside its own errors. */
export const everyOperationRefuses = [
  'MISSING_OR_INVALID_AUTHORIZATION',
  'ACCESS_TO_MERCHANT_NOT_ALLOWED',
  'TOO_MANY_REQUESTS',
  'INVALID_JSON',
  'INVALID_VALUE',
  'BODY_TOO_LARGE',
  'UNKNOWN_SERVER_ERROR',
  'TEMPORARILY_UNAVAILABLE',
] as const satisfies readonly ErrorCode[]

/** What is answered where a path or a method is no operation, or a request cannot be read at all. */
export const noOperationRefuses = [
  'UNKNOWN_PATH',
  'METHOD_NOT_ALLOWED',
  'UNREADABLE_REQUEST',
] as const satisfies readonly ErrorCode[]
