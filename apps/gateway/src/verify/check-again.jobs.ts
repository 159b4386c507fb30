import type { Logger } from 'pino'
import { auditTrail } from '../audit/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { type CheckName, keepCheck, takeCheck } from './check.store.ts'
import { type Verified, verify } from './verify.ts'

/** What is kept of the invariants: how many there are, and those that do not hold. */
export type CheckedInvariants = {
  readonly invariants: number
  readonly broken: readonly Pick<Verified, 'number' | 'says'>[]
}

const checkInvariants = async (db: Db): Promise<CheckedInvariants> => {
  const verdicts: Verified[] = []
  await verify(db, { tell: (one) => verdicts.push(one), progressOf: () => () => {}, all: false })
  const broken = verdicts.filter(({ holds }) => !holds)
  return { invariants: verdicts.length, broken: broken.map(({ number, says }) => ({ number, says })) }
}

const checks: Readonly<Record<CheckName, (db: Db) => Promise<unknown>>> = {
  invariants: checkInvariants,
  'audit chain': (db) => auditTrail(db).check(),
}

/** The first time it waits until the program has come to rest. */
const firstAfterMs = 20_000

/**
 * Makes the checks that look at everything, again and again by the wall clock: the longer one takes, the longer it rests, so that
 * they are a hundredth of the work at most. A broken invariant is logged as an error.
 */
export const checkAgainWork = ({
  db,
  world,
  log,
}: {
  readonly db: Db
  readonly world: World
  readonly log: Logger
}): Work => {
  const startedMs = world.wallMs()
  return {
    takeUp: async () => {
      for (const [name, check] of Object.entries(checks) as [CheckName, (typeof checks)[CheckName]][]) {
        const began = world.wallMs()
        if (!(await takeCheck(db, name, new Date(began), began - startedMs < firstAfterMs))) continue
        const found = await check(db)
        await keepCheck(db, name, new Date(began), world.wallMs() - began, found)
        const { broken } = found as { broken: unknown }
        if (Array.isArray(broken) && broken.length > 0) log.error({ broken }, 'an invariant does not hold')
      }
      return 0
    },
  }
}
