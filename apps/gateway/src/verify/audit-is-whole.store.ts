import { checkChain } from '../audit/index.ts'
import type { Invariant } from './verdict.store.ts'

export const auditIsWhole: Invariant = {
  number: 10,
  says: 'no entry of the audit trail is missing, was changed, or stands elsewhere than it was written',
  check: async (tx, { progress }) => {
    const { entries, broken, examples } = await checkChain(tx, { progress })
    return { lookedAt: entries, broken, examples }
  },
}
