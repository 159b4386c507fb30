import type { ErrorCode } from './errors.ts'

/** An expected refusal: which rule refused, which property of the request, and what a person should read. */
export type Refusal = { readonly error: ErrorCode; readonly propertyName?: string; readonly message?: string }

/** A decision that may be refused. No methods: check `ok`, return early. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const refuse = (
  ...refusals: readonly Refusal[]
): { readonly ok: false; readonly refusals: readonly Refusal[] } => ({
  ok: false,
  refusals,
})
