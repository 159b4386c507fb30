import type { Logger } from 'pino'
import type { AnsweredCall } from '../http/answered-call.ts'
import { plainPath, signedHeaders, withoutSecret } from '../http/server.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { storable } from '../storable.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { type CallRow, deleteCallsBefore, insertCalls } from './api-call.store.ts'
import { longestBody, maskedBody, maskedQuery } from './masked-body.ts'

type Needs = { readonly db: Db; readonly world: World; readonly masterKey: MasterKey; readonly log: Logger }

/** Calls are kept so long. */
export const keptForMs = 30 * 24 * 3_600_000
/** So many wait to be written; what comes beyond is left out. */
const mostWaiting = 2_000
const atOnce = 200
/** Anybody can send requests that are refused for their signature: of each merchant, so many a second are kept. */
const mostRefused = 20

export const signedPlace = (callId: string): string => `api_calls/${callId}`

/** The text of an answer; a file is none, and what is too long to be kept is not copied. */
const answerText = ({ bytes, stream, body }: AnsweredCall['answer']): string =>
  bytes !== undefined || stream !== undefined || body.length > longestBody ? '' : body

const errorOf = (call: AnsweredCall): string | null => {
  if (call.answer.status < 400) return null
  const found = /"id":"([A-Z][A-Z_]+)"/.exec(call.answer.body)?.[1]
  return found ?? null
}

/** A call without what the log never has: it waits in this form, so that nothing large waits. */
type Waiting = AnsweredCall & { readonly wallMs: number }

/**
 * The log of what merchants' programs call. It is written in batches beside the API: a call waits in memory for at most about a
 * second, at most 2,000 do, and what waits when the process dies is lost.
 */
export const openCallLog = ({ db, world, masterKey, log }: Needs) => {
  let waiting: Waiting[] = []
  let leftOut = 0
  const refusedOf = new Map<string, number>()

  const sealedParts = ({ callId, method, url, headers, wallMs }: Waiting): string => {
    const parts = JSON.stringify({ method, url, headers: signedHeaders(headers), receivedMs: wallMs })
    return `\\x${masterKey.seal(signedPlace(callId), parts).toString('hex')}`
  }

  const rowOf = (call: Waiting): CallRow => {
    const query = new URLSearchParams(call.url.split('?').slice(1).join('?'))
    const text = (given: string | undefined) => (given === undefined ? null : storable(given))
    return {
      ...{ merchant_id: call.merchantId, call_id: call.callId, at: call.at, api_key_id: call.apiKeyId ?? null },
      ...{ address: call.address, operation: call.operation, method: call.method },
      path: storable(withoutSecret(plainPath(call.url)).slice(0, 500)),
      query: text(maskedQuery(query)),
      ...{ status: call.answer.status, error_id: errorOf(call), duration_ms: Math.round(call.durationMs) },
      idempotence_key: text(call.idempotenceKey?.slice(0, 256)),
      request: text(call.body === undefined ? undefined : maskedBody(call.body, 'merchant')),
      answer: text(maskedBody(answerText(call.answer), 'us')),
      signed_parts: call.apiKeyId === undefined ? sealedParts(call) : null,
    }
  }

  const flush = async (): Promise<number> => {
    if (leftOut > 0) log.warn({ leftOut }, 'calls were left out of the API log: too many came at once')
    leftOut = 0
    refusedOf.clear()
    const batch = waiting.slice(0, atOnce)
    waiting = waiting.slice(atOnce)
    if (batch.length > 0) await insertCalls(db, batch.map(rowOf))
    return batch.length
  }

  const mayKeep = ({ merchantId, apiKeyId }: AnsweredCall): boolean => {
    if (waiting.length >= mostWaiting) return false
    if (apiKeyId !== undefined) return true
    const before = refusedOf.get(merchantId) ?? 0
    // Merchants that nobody has heard of are no reason to remember more of them.
    if (before >= mostRefused || refusedOf.size >= mostWaiting) return false
    refusedOf.set(merchantId, before + 1)
    return true
  }

  const writing: Work = { takeUp: flush }
  return {
    heard: (call: AnsweredCall): void => {
      if (!/^[1-9]\d{0,9}$/.test(call.merchantId)) return
      if (mayKeep(call)) waiting.push({ ...call, wallMs: world.wallMs() })
      else leftOut++
    },
    /** Writes what waits. */
    writing,
    /** Deletes what is too old. */
    removing: { takeUp: () => deleteCallsBefore(db, new Date(world.now().getTime() - keptForMs)) } satisfies Work,
  }
}

export type CallLog = ReturnType<typeof openCallLog>
