import type { ErrorCode, Permission } from '@silkgate/domain'
import type { z } from 'zod'
import type { HttpAnswer } from '../http/errors.ts'
import type { SignedIn } from './signed-in.ts'

export type OperatorRequest = {
  readonly by: SignedIn
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
  readonly errorId: string
}

/** A route of the operator API is data: what it is called, who may, what it may refuse, and what it does. */
export type OperatorRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /operator/v1. */
  readonly path: string
  readonly operation: string
  /** What the caller's role must allow; `session` lets in whoever is signed in. */
  readonly needs: Permission | 'session'
  readonly refuses: readonly ErrorCode[]
  readonly body?: z.ZodType
  readonly run: (request: OperatorRequest) => Promise<HttpAnswer>
}

export const json = (body: unknown, status = 200): HttpAnswer => ({
  status,
  body: JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
})
