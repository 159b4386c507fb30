import { type MerchantId, operator, ownSide } from '@silkgate/domain'
import { balances } from '../ledger/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { onItsWay, readAttention, readFunnel } from './overview.store.ts'

const dayMs = 24 * 3_600_000

type Needs = { readonly db: Db; readonly world: World }

/** How much is under way, what became of the last days' payments, and what needs somebody. */
export const overview =
  ({ db, world }: Needs) =>
  async ({ merchantId }: { readonly merchantId: MerchantId | undefined }, days: number) => {
    const at = world.now()
    const [funnel, attention, stand] = await Promise.all([
      readFunnel(db, merchantId, new Date(at.getTime() - days * dayMs)),
      readAttention(db, merchantId, at),
      balances(db, { merchantId }),
    ])
    const sums = new Map<string, Record<string, bigint>>()
    for (const { merchantId: owner, account, currency, minor } of stand) {
      const isShown = owner !== operator && (onItsWay as readonly string[]).includes(account)
      if (!isShown) continue
      const sum = sums.get(currency) ?? {}
      sum[account] = (sum[account] ?? 0n) + ownSide(account, minor)
      sums.set(currency, sum)
    }
    const underWay = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return {
      at,
      days,
      funnel,
      // Breaks and exceptions are the operator's to look after.
      attention: merchantId === undefined ? attention : { unknownOutcomes: attention.unknownOutcomes },
      underWay: underWay.map(([currency, sum]) => ({
        currency,
        ...Object.fromEntries(onItsWay.map((account) => [account, (sum[account] ?? 0n).toString()])),
      })),
    }
  }

export type Overview = ReturnType<typeof overview>
