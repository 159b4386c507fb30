import { type AuditTrail, entryColumns, readAuditQuery } from '../audit/index.ts'
import { csvAnswer } from '../http/csv.ts'
import { errorAnswer } from '../http/errors.ts'
import { json, type OperatorRoute } from '../operator/index.ts'

/** Who did what. A merchant's people see what its own people did, and of the chain whether it holds. */
export const auditRoutes = (trail: AuditTrail): OperatorRoute[] => [
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
    operation: 'audit.check',
    needs: 'audit.read',
    refuses: [],
    run: async ({ by }) => {
      const checked = await trail.check()
      return json(by.merchantId === undefined ? checked : { holds: checked.holds })
    },
  },
]
