import type { IncomingHttpHeaders } from 'node:http'
import type { HttpAnswer } from './errors.ts'

/** A request of a merchant's program that was answered, as it is told to whoever keeps a log of them. */
export type AnsweredCall = {
  /** The id of the request, which an error answer names too. */
  readonly callId: string
  readonly at: Date
  readonly operation: string
  /** As the path names it. */
  readonly merchantId: string
  /** The key that has signed it; undefined where it was refused for its signature or its merchant. */
  readonly apiKeyId: string | undefined
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly address: string
  /** Its text; undefined where it is a file. */
  readonly body: string | undefined
  readonly idempotenceKey: string | undefined
  readonly answer: HttpAnswer
  readonly durationMs: number
}

/** Is told of each call once its answer is known. It must not throw, and must not take time. */
export type HearCall = (call: AnsweredCall) => void
