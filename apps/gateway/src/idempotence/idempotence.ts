import { createHash } from 'node:crypto'
import type { PaymentId, RefundId } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer, refusal } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { leaseMs } from '../lease.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { type IdempotenceRow, readIdempotenceKey } from './idempotence.store.ts'

const keyLifeMs = 24 * 3600 * 1000

/** The body's canonical JSON, so that the order of keys and white space do not make another request of it. */
const fingerprintOf = (body: unknown): string => {
  const canonical = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(canonical)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => [name, canonical(inner)]),
    )
  }
  return createHash('sha256')
    .update(JSON.stringify(canonical(body ?? null)))
    .digest('hex')
}

/** The row that claims a request's idempotence key, or undefined for a request without one. */
export const idempotenceRow = (
  caller: Caller,
  about: { readonly paymentId?: PaymentId; readonly refundId?: RefundId },
  { now, wallMs }: World,
): IdempotenceRow | undefined =>
  caller.idempotenceKey === undefined
    ? undefined
    : {
        merchant_id: caller.merchantId,
        method: 'POST',
        path: caller.path,
        key: caller.idempotenceKey,
        fingerprint: fingerprintOf(caller.body),
        payment_id: about.paymentId ?? null,
        refund_id: about.refundId ?? null,
        first_at: now(),
        expires_at: new Date(now().getTime() + keyLifeMs),
        leased_until: new Date(wallMs() + leaseMs),
        answer_status: null,
        answer_body: null,
      }

type Repeat = {
  readonly db: Db
  readonly world: World
  /** The headers of a first answer with this status, made again. */
  readonly headersOf: (first: IdempotenceRow, status: number) => Readonly<Record<string, string>>
  /** What is answered when the process died before it had an answer: the thing as it is now. */
  readonly asItIs: (first: IdempotenceRow) => Promise<HttpAnswer | undefined>
}

/** What a request gets whose idempotence key was used before. Replays carry the first request's time. */
export const answerRepeat = async (
  { db, world, headersOf, asItIs }: Repeat,
  mine: Pick<IdempotenceRow, 'merchant_id' | 'method' | 'path' | 'key' | 'fingerprint'>,
): Promise<HttpAnswer> => {
  const first = await readIdempotenceKey(db, mine)
  const inProgress = () => errorAnswer(world.newId(), refusal('DUPLICATE_REQUEST_IN_PROGRESS'))
  if (first === undefined) return inProgress()
  if (first.fingerprint !== mine.fingerprint) return errorAnswer(world.newId(), refusal('IDEMPOTENCE_KEY_REUSED'))
  const headers = { 'X-GCS-Idempotence-Request-Timestamp': String(first.first_at.getTime()) }
  const { answer_status: status, answer_body: body } = first
  if (status !== null) return { status, headers: { ...headers, ...headersOf(first, status) }, body: body ?? '' }
  if (first.leased_until.getTime() > world.wallMs()) return inProgress()
  const now = await asItIs(first)
  return now === undefined ? inProgress() : { ...now, headers: { ...headers, ...now.headers } }
}
