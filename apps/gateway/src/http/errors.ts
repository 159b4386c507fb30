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
}

/** An ErrorResponse; its status is that of the first refusal. `more` adds paymentResult where Connect has one. */
export const errorAnswer = (
  errorId: string,
  refusals: readonly Refusal[],
  more: Record<string, unknown> = {},
): HttpAnswer => {
  const first = refusals[0]?.error ?? 'UNKNOWN_SERVER_ERROR'
  return {
    status: errors[first].http,
    body: JSON.stringify({ errorId, errors: refusals.map(apiError), ...more }),
    ...(first === 'TEMPORARILY_UNAVAILABLE' ? { headers: { 'Retry-After': '2' } } : {}),
  }
}

export const refusal = (error: ErrorCode): readonly Refusal[] => [{ error }]
