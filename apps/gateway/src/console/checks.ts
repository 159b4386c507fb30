import type { AuditTrail } from '../audit/index.ts'
import type { Db } from '../postgres/db.ts'
import { type CheckedInvariants, type CheckName, readCheck, wantCheck } from '../verify/index.ts'
import type { World } from '../world.ts'

/** What checks that look at everything found last, and how long ago; nobody who asks has them made again at once. */
export const lastChecks = ({ db, world }: { readonly db: Db; readonly world: World }) => {
  const last = async <Found>(name: CheckName) => {
    const { found, at, isComing } = await readCheck<Found>(db, name)
    return { found, isComing, secondsAgo: at && Math.max(0, Math.round((world.wallMs() - at.getTime()) / 1_000)) }
  }
  const auditChain = () =>
    last<Omit<Awaited<ReturnType<AuditTrail['check']>>, 'entries'> & { entries: string }>('audit chain')
  return {
    invariants: () => last<CheckedInvariants>('invariants'),
    auditChain,
    /** Has the chain followed anew, unless that was done just now. */
    wantAuditChain: async () => {
      await wantCheck(db, 'audit chain', new Date(world.wallMs()))
      return auditChain()
    },
  }
}

export type Checks = ReturnType<typeof lastChecks>
