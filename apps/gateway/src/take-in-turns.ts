import type { MerchantId } from '@silkgate/domain'
import { leaseMs } from './lease.ts'
import type { Db } from './postgres/db.ts'
import type { Stop } from './stop.ts'
import type { Work } from './worker.ts'
import type { World } from './world.ts'

type Needs = { readonly db: Db; readonly world: World; readonly stop: Stop }

type Due<Item> = {
  /** The most that is at work at once. */
  readonly atOnce: number
  /** Which merchants have something that is due and nobody at work on it. `at` is of the sandbox clock. */
  readonly merchants: (db: Db, at: Date, wall: Date) => Promise<MerchantId[]>
  readonly claim: (
    db: Db,
    merchantId: MerchantId,
    claim: { at: Date; wall: Date; leasedUntil: Date; limit: number },
  ) => Promise<Item[]>
  /** Does it. Never rejects: what fails is taken up again when its lease ends. */
  readonly take: (item: Item) => Promise<void>
}

/** Takes up what is due, merchants in turn, so that one with much waiting does not hold up the others. */
export const takeInTurns = <Item>({ db, world, stop }: Needs, due: Due<Item>): Required<Work> => {
  let underWay = 0
  const room = () => due.atOnce - underWay
  const takeUp = async (): Promise<number> => {
    const wall = new Date(world.wallMs())
    const merchants = room() <= 0 ? [] : await due.merchants(db, world.now(), wall)
    let taken = 0
    for (const [index, merchantId] of merchants.entries()) {
      const limit = Math.ceil(room() / (merchants.length - index))
      if (limit <= 0 || stop.isStopping()) break
      const leasedUntil = new Date(world.wallMs() + leaseMs)
      const claimed = await due.claim(db, merchantId, { at: world.now(), wall, leasedUntil, limit })
      underWay += claimed.length
      taken += claimed.length
      for (const item of claimed) void due.take(item).finally(() => underWay--)
    }
    return taken
  }
  return { takeUp, underWay: () => underWay }
}
