import assert from 'node:assert/strict'
import { assertConnectShape } from '../connect-shape.ts'

export type ApiError = {
  readonly code: string
  readonly httpStatusCode: number
  readonly id: string
  readonly message: string
  readonly propertyName?: string
}

/** Asserts a refusal in Connect's shape, with this status and code; answers its errors. */
export const assertRefusal = (
  answer: { readonly status: number; readonly body: unknown },
  status: number,
  code: string,
): readonly ApiError[] => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assertConnectShape('ErrorResponse', answer.body)
  const { errors } = answer.body as { errors: readonly ApiError[] }
  assert.deepEqual([errors[0]?.code, errors[0]?.httpStatusCode], [code, status])
  return errors
}
