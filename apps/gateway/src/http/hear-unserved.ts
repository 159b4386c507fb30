import type { FastifyRequest } from 'fastify'
import type { Directory } from '../merchant/index.ts'
import type { World } from '../world.ts'
import type { HearCall } from './answered-call.ts'
import { authenticate } from './authenticate.ts'
import type { HttpAnswer } from './errors.ts'

type Needs = { readonly directory: Directory; readonly world: World; readonly heard: HearCall }

/** Is told of a request to a path, or with a method, that there is not, and of its answer. */
export type HearUnserved = (request: FastifyRequest, answer: HttpAnswer, callId: string) => void

/** Where a path names a merchant it is the call of one, whatever follows. */
const merchantIn = (url: string): string | undefined =>
  /^\/+(?:v\d+|reporting\/v\d+)\/+(\d{1,10})(?=[/?]|$)/.exec(url)?.[1]

/** Tells of calls that no route has answered: a developer who mistypes a path sees it too. The answer does not wait for it. */
export const hearUnserved =
  ({ directory, world, heard }: Needs): HearUnserved =>
  (request, answer, callId) => {
    const url = request.raw.url ?? ''
    const merchantId = merchantIn(url)
    if (merchantId === undefined) return
    const signed = { method: request.method, url, headers: request.raw.headers }
    const call = {
      ...{ ...signed, callId, at: world.now(), merchantId, answer, operation: 'none', address: request.ip },
      ...{ idempotenceKey: undefined, durationMs: 0 },
      body: typeof request.body === 'string' ? request.body : undefined,
    }
    authenticate(directory, signed, merchantId, world.wallMs()).then(
      (known) => heard({ ...call, apiKeyId: known.ok ? known.value.apiKeyId : undefined }),
      // Who it was cannot be found out while the database is away; the answer was given all the same.
      () => undefined,
    )
  }
