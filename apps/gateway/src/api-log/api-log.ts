import { type ErrorCode, errors, type Merchant, type MerchantId } from '@silkgate/domain'
import { pageOf, stampAt, writtenPage } from '../http/place.ts'
import type { KnownKey } from '../merchant/index.ts'
import { type OperatorRequest, seesMerchant } from '../operator/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { type Diagnosis, diagnoseRequest, oneAtATime, type RequestQuestion } from '../signature-doctor/index.ts'
import { isUuid } from '../uuid-of.ts'
import {
  type CallFilter,
  countErrors,
  type ListedCall,
  readCall,
  readCalls,
  type StoredCall,
} from './api-call.store.ts'
import { signedPlace } from './call-log.ts'

type Needs = {
  readonly db: Db
  readonly masterKey: MasterKey
  readonly now: () => Date
  readonly wallMs: () => number
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
  readonly keysOf: (merchantId: MerchantId) => Promise<KnownKey[]>
}

type SignedParts = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly receivedMs: number
}

const dayMs = 24 * 3_600_000

/** What a list says of a call. */
const shown = (row: ListedCall) => ({
  ...{ merchantId: row.merchant_id, callId: row.call_id, at: row.at, apiKeyId: row.api_key_id, address: row.address },
  ...{ operation: row.operation, method: row.method, path: row.path, status: row.status, error: row.error_id },
  ...{ durationMs: row.duration_ms, idempotenceKey: row.idempotence_key },
})

/** The log of a merchant's calls as its developers read it, and the signature doctor beside it. */
export const apiLog = ({ db, masterKey, now, wallMs, merchant, keysOf }: Needs) => {
  const inTurn = oneAtATime()

  /** Why a signature does not match. It knows the merchant's own keys alone, and tells no secret and no right signature. */
  const diagnose = async (merchantId: MerchantId, question: Omit<RequestQuestion, 'keys' | 'wallMs'>) => {
    const keys = await keysOf(merchantId)
    return inTurn(() => diagnoseRequest({ ...question, keys, wallMs: wallMs() }))
  }

  const whyRefused = async (row: StoredCall): Promise<Diagnosis | undefined> => {
    if (row.signed_parts === null) return undefined
    const parts = JSON.parse(masterKey.open(signedPlace(row.call_id), row.signed_parts)) as SignedParts
    const headers = Object.entries(parts.headers).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as const),
    )
    const request = { method: parts.method, url: parts.url, headers, body: '' }
    return diagnose(row.merchant_id.toString(), { request, receivedMs: parts.receivedMs })
  }

  return {
    /** A merchant's calls, the latest first; `next` is where the list goes on. */
    calls: async (filter: CallFilter) =>
      writtenPage(
        pageOf(
          (await readCalls(db, { ...filter, limit: filter.limit + 1 })).map(shown),
          filter.limit,
          ({ at, callId: id }) => ({ at: stampAt(at), id }),
        ),
      ),

    /** One call with its bodies, and why it was refused where that was for its signature; undefined where there is none. */
    call: async (merchantId: MerchantId, callId: string) => {
      const row = isUuid(callId) ? await readCall(db, merchantId, callId) : undefined
      if (row === undefined) return undefined
      const { query, request, answer } = row
      return { ...shown(row), query, request, answer, diagnosis: await whyRefused(row) }
    },

    /** How often each error was answered, in a day and in a week. */
    errors: async (merchantId: MerchantId) => {
      const at = now().getTime()
      const since = { day: new Date(at - dayMs), week: new Date(at - 7 * dayMs) }
      const counted = await countErrors(db, merchantId, since)
      return counted.map((row) => {
        const known = Object.hasOwn(errors, row.error_id) ? errors[row.error_id as ErrorCode] : undefined
        return {
          ...{ error: row.error_id, code: known?.code, status: row.status, message: known?.message },
          ...{ remedy: known?.remedy, ofDay: row.of_day, ofWeek: row.of_week, lastAt: row.last_at },
        }
      })
    },

    diagnose,

    absentMerchant: async ({ by, params }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
      const { merchantId = '' } = params
      return seesMerchant(by, merchantId) && (await merchant(merchantId)) !== undefined
        ? undefined
        : 'INVALID_MERCHANT_ID'
    },
  }
}

export type ApiLog = ReturnType<typeof apiLog>
