import { setTimeout as pause } from 'node:timers/promises'
import type { CrashPoint } from '../../apps/gateway/src/crash-points.ts'
import type { Fault } from '../../apps/simulator/src/fault/faults.ts'
import { addShop, aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, clockOf, setFaults } from '../support/simulator.ts'
import { merchants, type PlannedSale } from './merchants.ts'

/** How the gateway dies: killed in the middle of a turn, or by itself where it gets to a point. */
export type Death = 'kill' | CrashPoint

/** A sale as it is played. */
export type Sale = PlannedSale & {
  readonly shop: Shop
  currency: string
  /** As Connect writes it. */
  amount: number
  /** Where the consumer of a hosted checkout begins. */
  link?: string
  paymentId?: string
  /** What was done to it, and what came of it. */
  readonly story: string[]
}

/** A sandbox that a world is played in. */
export type Stage = {
  readonly sandbox: TestSandbox
  /** The merchants' shops, by merchant id. */
  readonly shops: ReadonlyMap<string, Shop>
  /** Every fault that was ever in force. */
  readonly inForce: readonly Fault[]
  readonly openSales: (planned: readonly PlannedSale[]) => readonly Sale[]
  /** Does something that needs the gateway; where that dies meanwhile, it is started and the work is done again. */
  readonly surely: <T>(work: () => Promise<T>) => Promise<T>
  readonly setFaults: (faults: readonly Fault[]) => Promise<void>
  /** Kills the gateway, or starts it so that it kills itself where it gets to the point. */
  readonly let: (death: Death) => Promise<void>
  /** Moves the clock by so many seconds, whoever dies on the way. */
  readonly pass: (seconds: number) => Promise<void>
  /** Starts the gateway anew, so that no death waits for it. */
  readonly calm: () => Promise<void>
}

export const openStage = async (start: Date): Promise<Stage> => {
  const sandbox = await aSandbox('error', { SANDBOX_START: start.toISOString() })
  const shops = new Map<string, Shop>()
  for (const { merchantId, settles } of merchants) {
    shops.set(merchantId, openShop(sandbox, await addShop(sandbox, merchantId, settles)))
  }
  const inForce: Fault[] = []

  let starting: Promise<unknown> | undefined
  const startAgain = async (): Promise<void> => {
    starting ??= sandbox.startGateway().finally(() => {
      starting = undefined
    })
    await starting
  }

  const surely = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      await starting
      const { ended } = sandbox.gateway()
      try {
        return await work()
      } catch (error) {
        // A connection breaks a moment before its program is known to have ended.
        const isDead = await Promise.race([ended.then(() => true), pause(1_000, false, { ref: false })])
        if (!isDead || tries === 5) throw error
        if (sandbox.gateway().ended === ended) await startAgain()
      }
    }
  }

  return {
    sandbox,
    shops,
    inForce,
    openSales: (planned) =>
      planned.map((sale) => {
        const shop = shops.get(sale.merchant.merchantId)
        if (shop === undefined) throw new Error(`There is no merchant ${sale.merchant.merchantId}.`)
        return { ...sale, shop, currency: '', amount: 0, story: [] }
      }),
    surely,
    setFaults: async (faults) => {
      inForce.push(...faults)
      await setFaults(sandbox, ...faults)
    },
    let: async (death) => {
      await sandbox.gateway().end('SIGKILL')
      // Some points are reached while it is starting.
      if (death !== 'kill') await sandbox.startGateway({ CRASH_AT: death }).catch(() => undefined)
    },
    pass: async (seconds) => {
      const target = (await surely(() => clockOf(sandbox))).getTime() + seconds * 1000
      await surely(async () => {
        const leftMs = target - (await clockOf(sandbox)).getTime()
        if (leftMs > 0) await advance(sandbox, `PT${Math.ceil(leftMs / 1000)}S`)
      })
    },
    calm: async () => {
      await sandbox.gateway().end('SIGKILL')
      await startAgain()
    },
  }
}
