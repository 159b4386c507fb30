import {
  type ErrorCode,
  isMerchantId,
  type RemittanceId,
  type RemittanceStatus,
  remittanceStatuses,
} from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { currencyOf, currencyRemedy, listQuery, merchantRemedy, parseMerchant, uuidOf } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { parseWords } from '../../http/read-query.ts'
import { invalid } from '../../http/schema.ts'
import { json, type OperatorRequest, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import { isUuid } from '../../uuid-of.ts'
import { readMovementQuery, writeMovementCursor } from '../remittance-query.ts'
import { type Approval, type RemittanceWork, whyNotApproved } from './remittance-work.ts'

const says = z
  .string({ error: 'A text is expected.' })
  .trim()
  .min(1, { error: 'Say why.' })
  .max(2000, { error: 'The text is longer than 2000 characters.' })
const refusal = z.looseObject({ reason: says })
const approval = z.looseObject({ total: z.string({ error: 'Type the total again.' }).trim().min(1).max(50) })
const start = z.looseObject({
  merchantId: z.string().refine(isMerchantId, { error: 'The number of a merchant is expected.' }).optional(),
})

const statuses = Object.keys(remittanceStatuses) as RemittanceStatus[]

const readFilter = (query: URLSearchParams, scope: string | undefined) => {
  const { read, page, done } = listQuery(query, ['status', 'currency', 'run', 'merchant'])
  const merchantId = read('merchant', parseMerchant, merchantRemedy)
  const filter = {
    merchantId: scope ?? merchantId,
    statuses: read('status', parseWords(statuses), `One or more of ${statuses.join(', ')}, please.`),
    currency: read('currency', currencyOf, currencyRemedy),
    runId: read('run', uuidOf, 'The id of a run, please.'),
    ...{ from: undefined, to: undefined, ...page },
  }
  return done(() => filter)
}

const readPage = (query: URLSearchParams, parsePlace?: ReturnType<typeof placeBy>) => {
  const { page, done } = listQuery(query, [], parsePlace)
  return done(() => page)
}

const refusals: readonly ErrorCode[] = ['INVALID_VALUE', 'REMITTANCE_NOT_WAITING']

/** What merchants are paid: runs, remittances, and what people decide about them. Merchants' people see their own alone. */
export const remittanceConsoleRoutes = (work: RemittanceWork): OperatorRoute[] => {
  const noRun = (errorId: string) => errorAnswer(errorId, [{ error: 'INVALID_RUN_ID' }])
  const noRemittance = (errorId: string) => errorAnswer(errorId, [{ error: 'INVALID_REMITTANCE_ID' }])
  const notWaiting = (errorId: string, message: string) =>
    errorAnswer(errorId, [{ error: 'REMITTANCE_NOT_WAITING', message }])

  /** Why what is typed approves nothing now. */
  const whyNot = (approvalNow: Approval | undefined, { body, errorId }: OperatorRequest): HttpAnswer | undefined => {
    if (approvalNow === undefined) return notWaiting(errorId, 'Nothing of it waits for approval any more.')
    const why = whyNotApproved(approvalNow, (body as z.output<typeof approval>).total)
    return why === undefined ? undefined : errorAnswer(errorId, [invalid('total', why)])
  }

  /** Decides on one remittance, and answers it as it is then. */
  const decide = async ({ by, params, errorId }: OperatorRequest, reason?: string): Promise<HttpAnswer> => {
    const decided = await work.decide((params.remittanceId ?? '') as RemittanceId, by.email, reason)
    if (decided !== 'done') return notWaiting(errorId, `${decided.refused}.`)
    return json(await work.one(params.remittanceId ?? '', undefined))
  }

  /** Decides on each remittance of a run that waits; what is refused is told, and changes nothing of the others. */
  const decideOnRun = async (
    { by, params: { runId = '' }, errorId }: OperatorRequest,
    reason?: string,
  ): Promise<HttpAnswer> => {
    const waiting = await work.waitingOf(runId)
    if (waiting.length === 0) return notWaiting(errorId, 'Nothing of it waits for approval any more.')
    const refused: { remittanceId: string; reason: string }[] = []
    let done = 0
    for (const remittanceId of waiting) {
      const decided = await work.decide(remittanceId, by.email, reason)
      if (decided === 'done') done++
      else refused.push({ remittanceId, reason: decided.refused })
    }
    return json({ done, refused })
  }

  /** Runs where there is such a run. */
  const ofRun = (run: (request: OperatorRequest, runId: string) => Promise<HttpAnswer>) => {
    return async (request: OperatorRequest): Promise<HttpAnswer> => {
      const { by, errorId, params } = request
      const runId = params.runId ?? ''
      const found = isUuid(runId) ? await work.run(runId, by.merchantId) : undefined
      return found === undefined ? noRun(errorId) : run(request, runId)
    }
  }
  const ofRemittance = (run: (request: OperatorRequest) => Promise<HttpAnswer>) => {
    return async (request: OperatorRequest): Promise<HttpAnswer> => {
      const found = await work.one(request.params.remittanceId ?? '', request.by.merchantId)
      return found === undefined ? noRemittance(request.errorId) : run(request)
    }
  }

  return [
    {
      method: 'GET',
      path: '/remittance',
      operation: 'remittance.stand',
      needs: 'remittance.read',
      refuses: [],
      run: async ({ by }) => json(await work.stand(by.merchantId)),
    },
    {
      method: 'GET',
      path: '/remittance-runs',
      operation: 'remittance-runs.list',
      needs: 'remittance.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ by, query, errorId }) => {
        const place = readPage(query)
        if (!place.ok) return errorAnswer(errorId, place.refusals)
        return pageAnswer(await work.runs(by.merchantId, place.value))
      },
    },
    {
      method: 'POST',
      path: '/remittance-runs',
      operation: 'remittance-runs.start',
      needs: 'remittance.approve',
      refuses: ['INVALID_VALUE', 'FRESH_FACTOR_NEEDED'],
      body: start,
      fresh: true,
      run: async ({ by, body }) => {
        const runId = await work.startRun(by.email, (body as z.output<typeof start>).merchantId)
        return json(await work.run(runId, undefined), 201)
      },
    },
    {
      method: 'GET',
      path: '/remittance-runs/:runId',
      operation: 'remittance-runs.get',
      needs: 'remittance.read',
      refuses: ['INVALID_RUN_ID'],
      run: ofRun(async ({ by }, runId) => json(await work.run(runId, by.merchantId))),
    },
    {
      method: 'GET',
      path: '/remittance-runs/:runId/skips',
      operation: 'remittance-runs.skips',
      needs: 'remittance.read',
      refuses: ['INVALID_RUN_ID', 'INVALID_VALUE'],
      run: ofRun(async ({ by, query, errorId }, runId) => {
        const place = readPage(query, placeBy('merchant'))
        if (!place.ok) return errorAnswer(errorId, place.refusals)
        return pageAnswer(await work.skips(runId, by.merchantId, place.value))
      }),
    },
    {
      method: 'POST',
      path: '/remittance-runs/:runId/approval',
      operation: 'remittance-runs.approve',
      needs: 'remittance.approve',
      refuses: ['INVALID_RUN_ID', 'FRESH_FACTOR_NEEDED', ...refusals],
      body: approval,
      fresh: true,
      run: ofRun(
        async (request, runId) => whyNot(await work.approvalOf({ runId }), request) ?? (await decideOnRun(request)),
      ),
    },
    {
      method: 'POST',
      path: '/remittance-runs/:runId/refusal',
      operation: 'remittance-runs.refuse',
      needs: 'remittance.approve',
      refuses: ['INVALID_RUN_ID', ...refusals],
      body: refusal,
      run: ofRun((request) => decideOnRun(request, (request.body as z.output<typeof refusal>).reason)),
    },
    {
      method: 'GET',
      path: '/remittances',
      operation: 'remittances.list',
      needs: 'remittance.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ by, query, errorId }) => {
        const filter = readFilter(query, by.merchantId)
        if (!filter.ok) return errorAnswer(errorId, filter.refusals)
        return pageAnswer(await work.list(by.merchantId, filter.value))
      },
    },
    {
      method: 'GET',
      path: '/remittances/:remittanceId',
      operation: 'remittances.get',
      needs: 'remittance.read',
      refuses: ['INVALID_REMITTANCE_ID'],
      run: async ({ by, params: { remittanceId = '' }, errorId }) => {
        const found = await work.one(remittanceId, by.merchantId)
        return found === undefined ? noRemittance(errorId) : json(found)
      },
    },
    {
      method: 'GET',
      path: '/remittances/:remittanceId/payments',
      operation: 'remittances.payments',
      needs: 'remittance.read',
      refuses: ['INVALID_REMITTANCE_ID', 'INVALID_VALUE'],
      run: async ({ by, params: { remittanceId = '' }, query, errorId }) => {
        const own = new URLSearchParams()
        for (const [name, value] of query) own.append(name === 'after' ? 'cursor' : name, value)
        const wanted = readMovementQuery(own)
        const found = wanted.ok ? await work.payments(remittanceId, by.merchantId, wanted.value) : undefined
        if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
        if (found === undefined) return noRemittance(errorId)
        const { rows, next } = found
        return json({ rows, ...(next && { next: writeMovementCursor(next) }) })
      },
    },
    {
      method: 'GET',
      path: '/remittances/:remittanceId/file',
      operation: 'remittances.file',
      needs: 'remittance.approve',
      refuses: ['INVALID_REMITTANCE_ID'],
      run: async ({ params: { remittanceId = '' }, errorId }) => {
        const file = await work.file(remittanceId)
        if (file === undefined) return noRemittance(errorId)
        const disposition = `attachment; filename="${file.name}"`
        const headers = { 'Content-Type': 'application/xml', 'Content-Disposition': disposition }
        return { status: 200, headers, body: '', bytes: file.bytes }
      },
    },
    {
      method: 'POST',
      path: '/remittances/:remittanceId/approval',
      operation: 'remittances.approve',
      needs: 'remittance.approve',
      refuses: ['INVALID_REMITTANCE_ID', 'FRESH_FACTOR_NEEDED', ...refusals],
      body: approval,
      fresh: true,
      run: ofRemittance(async (request) => {
        const now = await work.approvalOf({ remittanceId: request.params.remittanceId ?? '' })
        return whyNot(now, request) ?? decide(request)
      }),
    },
    {
      method: 'POST',
      path: '/remittances/:remittanceId/refusal',
      operation: 'remittances.refuse',
      needs: 'remittance.approve',
      refuses: ['INVALID_REMITTANCE_ID', ...refusals],
      body: refusal,
      run: ofRemittance((request) => decide(request, (request.body as z.output<typeof refusal>).reason)),
    },
  ]
}
