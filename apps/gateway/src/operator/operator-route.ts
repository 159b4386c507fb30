import type { ErrorCode, Permission, Result } from '@silkgate/domain'
import type { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import { type Page, writtenPage } from '../http/place.ts'
import type { Begun, Device } from './sessions.ts'
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
  /** Open also to somebody who must still set up how they sign in. */
  readonly whileSettingUp?: true
  /** Open only to somebody who has shown within the last quarter of an hour who they are. */
  readonly needsConfirmation?: true
  /**
   * Open only to somebody who has given their second factor within the last minutes, where their organisation asks for one; a
   * function says of which bodies that is so. For decisions about money.
   */
  readonly fresh?: true | ((body: unknown) => boolean)
  readonly refuses: readonly ErrorCode[]
  /** Asked before the body is read: says by its error that what the path names is not there, or not the caller's to see. */
  readonly absent?: (request: Pick<OperatorRequest, 'by' | 'params'>) => Promise<ErrorCode | undefined>
  readonly body?: z.ZodType
  /** The body is a file as it comes, a stream; what it is stands in the query. */
  readonly takesFile?: true
  readonly run: (request: OperatorRequest) => Promise<HttpAnswer>
}

export const json = (body: unknown, status = 200): HttpAnswer => ({
  status,
  body: JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
})

/** A page of a list as the console takes it. */
export const pageAnswer = (page: Page<unknown>): HttpAnswer => json(writtenPage(page))

/** The answer to a deed: what `shown` makes of its value, 204 without it, or why not. */
export const answerOf = <T>(done: Result<T>, errorId: string, shown?: (value: T) => unknown): HttpAnswer => {
  if (!done.ok) return errorAnswer(errorId, done.refusals)
  return shown === undefined ? { status: 204, body: '' } : json(shown(done.value))
}

export type OpenRequest = {
  readonly device: Device
  /** What the browser keeps of a way to another sign-in. */
  readonly kept: string | undefined
  readonly body: unknown
  readonly errorId: string
}

/** The answer of an open route; it may begin a session, or have the browser keep something until it comes back. */
export type OpenAnswer = HttpAnswer & { readonly begun?: Begun; readonly keep?: string }

/** A route that is open to whoever is not signed in: the ways in, counted by the address they come from. */
export type OpenRoute = {
  readonly method: 'GET' | 'POST'
  /** Below /operator/v1. */
  readonly path: string
  readonly operation: string
  readonly refuses: readonly ErrorCode[]
  readonly body?: z.ZodType
  readonly run: (request: OpenRequest) => Promise<OpenAnswer>
}
