import { type AuditTrail, entryColumns, readAuditQuery } from '../audit/index.ts'
import { csvAnswer } from '../http/csv.ts'
import { errorAnswer } from '../http/errors.ts'
import { json, type OperatorRoute, type SignedIn } from '../operator/index.ts'
import type { Checks } from './checks.ts'

/** A merchant's people are told whether the chain holds, and no more of it. */
const seenBy = ({ merchantId }: SignedIn, { found, ...when }: Awaited<ReturnType<Checks['auditChain']>>) => ({
  ...when,
  ...(merchantId === undefined || found === undefined ? found : { holds: found.holds }),
})

/** Who did what. A merchant's people see what its own people did, and of the chain whether it holds. */
export const auditRoutes = (trail: AuditTrail, checks: Checks): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/audit',
    operation: 'audit.list',
    needs: 'audit.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const filter = readAuditQuery(query, by.merchantId)
      return filter.ok ? json(await trail.page(filter.value)) : errorAnswer(errorId, filter.refusals)
    },
  },
  {
    method: 'GET',
    path: '/audit.csv',
    operation: 'audit.export',
    needs: 'audit.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const filter = readAuditQuery(query, by.merchantId)
      if (!filter.ok) return errorAnswer(errorId, filter.refusals)
      const answer = csvAnswer(entryColumns, trail.csv(filter.value))
      return {
        ...answer,
        headers: { ...answer.headers, 'Content-Disposition': 'attachment; filename="audit.csv"' },
      }
    },
  },
  {
    method: 'GET',
    path: '/audit/chain',
    operation: 'audit.chain',
    needs: 'audit.read',
    refuses: [],
    run: async ({ by }) => json(seenBy(by, await checks.auditChain())),
  },
  {
    method: 'POST',
    path: '/audit/chain',
    operation: 'audit.check',
    needs: 'audit.read',
    refuses: [],
    run: async ({ by }) => json(seenBy(by, await checks.wantAuditChain()), 202),
  },
]
