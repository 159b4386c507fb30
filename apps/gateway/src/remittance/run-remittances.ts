import { operator } from '@silkgate/domain'
import type { Logger } from 'pino'
import { balances } from '../ledger/index.ts'
import { publishedAtOnce, publishPositions, transferPositions } from '../positions.store.ts'
import type { Db } from '../postgres/db.ts'
import { releaseDue, remit } from './remit.ts'
import { finishRun, type Pair, type Run, releasablePairs } from './run.store.ts'

type Needs = {
  readonly db: Db
  readonly log?: Pick<Logger, 'error'>
  /** The most that is paid without a second person, in the smallest unit. */
  readonly aloneMinor: bigint
  readonly isStopping?: () => boolean
}

/** How long an order may be at the bank before a person is told: longer than any weekend with holidays. */
const overdueAfterMs = 6 * 86_400_000

const keyOf = ({ merchantId, currency }: Pair): string => `${merchantId.padStart(10, '0')} ${currency}`

/** Whom a run looks at: who has a balance, or a reserve whose time is over; in an order of its own. */
const pairsOf = async (db: Db, run: Run): Promise<(Pair & { readonly isReleasable: boolean })[]> => {
  const all = await balances(db, run.onlyMerchant === undefined ? {} : { merchantId: run.onlyMerchant })
  const withBalance = all.filter(({ account, minor }) => account === 'available' && minor !== 0n)
  const releasable = new Set((await releasablePairs(db, run.at)).map(keyOf))
  const keys = [...new Set([...withBalance.map(keyOf), ...releasable])].sort()
  return keys.flatMap((key) => {
    const [id = '', currency = ''] = key.split(' ')
    const merchantId = BigInt(id).toString()
    const isMeant = merchantId !== operator && (run.onlyMerchant ?? merchantId) === merchantId
    return isMeant ? [{ merchantId, currency, isReleasable: releasable.has(key) }] : []
  })
}

/**
 * Looks at each merchant and currency of a run and pays what is available; gone on with after whatever died. Answers whether it
 * is at its end: while payments are just becoming PAID it waits, so that each is in one remittance as a whole.
 */
export const runRemittances = async (needs: Needs, run: Run): Promise<boolean> => {
  const { db, log } = needs
  let isWhole = true
  for (const pair of await pairsOf(db, run)) {
    if (needs.isStopping?.()) return false
    try {
      if (pair.isReleasable) await releaseDue(db, pair, run.at)
      while ((await publishPositions(db, transferPositions, pair.merchantId)) === publishedAtOnce);
      let remitted = await remit(needs, run, pair)
      while (remitted === 'unpublished') {
        await publishPositions(db, transferPositions, pair.merchantId)
        remitted = await remit(needs, run, pair)
      }
      if (remitted === 'settling') isWhole = false
    } catch (error) {
      if (log === undefined) throw error
      log.error({ err: error, ...pair }, 'a merchant could not be paid; the run tries it again')
      isWhole = false
    }
  }
  if (isWhole) await finishRun(db, run.runId, new Date(run.at.getTime() - overdueAfterMs), run.at)
  return isWhole
}
