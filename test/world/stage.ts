import { AssertionError } from 'node:assert'
import { setTimeout as pause } from 'node:timers/promises'
import type { CrashPoint } from '../../apps/gateway/src/crash-points.ts'
import type { Fault, FaultName } from '../../apps/simulator/src/fault/faults.ts'
import { addListener } from '../support/listening-shop.ts'
import { openWebhookReceiver } from '../support/merchant.ts'
import { addShop, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, clockOf, setFaults, strikesOfAll } from '../support/simulator.ts'
import { merchants, type PlannedSale } from './merchants.ts'

/** Who dies: one of the programs, in the middle of a turn; or the gateway, by itself, where it gets to a point. */
export type Death = 'gateway' | 'simulator' | CrashPoint

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
  readonly shopOf: (merchantId: string) => Shop
  /** The webhooks of the first merchant, at an endpoint of the world's own. */
  readonly webhooks: Awaited<ReturnType<typeof openWebhookReceiver>>
  /** Every fault that was ever in force. */
  readonly inForce: readonly Fault[]
  /** How often each fault has struck. */
  readonly struck: ReadonlyMap<FaultName, number>
  /** Does something that needs the programs; where one dies meanwhile, it is started and the work is done again. */
  readonly surely: <T>(work: () => Promise<T>) => Promise<T>
  readonly setFaults: (faults: readonly Fault[]) => Promise<void>
  /** Kills a program, or starts the gateway so that it kills itself where it gets to the point. */
  readonly die: (death: Death) => Promise<void>
  /** Moves the clock by so many seconds, whoever dies on the way. */
  readonly pass: (seconds: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts the programs again that have ended, each once however many ask for it. */
const startDead = (sandbox: TestSandbox, started: () => Promise<void>) => {
  let starting: Promise<void> | undefined
  const start = async (): Promise<void> => {
    const isOver = ({ process }: { process: { exitCode: number | null; signalCode: string | null } }) =>
      process.exitCode !== null || process.signalCode !== null
    if (isOver(sandbox.simulator())) {
      await sandbox.startSimulator()
      await started()
    }
    if (isOver(sandbox.gateway())) await sandbox.startGateway()
  }
  return async (): Promise<void> => {
    starting ??= start().finally(() => {
      starting = undefined
    })
    await starting
  }
}

export const openStage = async (start: Date): Promise<Stage> => {
  const sandbox = await aSandbox('error', { SANDBOX_START: start.toISOString() })
  const shops = new Map<string, Shop>()
  const [listening, ...others] = merchants
  const { identity, webhookKeys } = await addListener(sandbox, listening.merchantId)
  const webhooks = await openWebhookReceiver(webhookKeys)
  await silkgate(sandbox, 'webhook-endpoint', 'add', listening.merchantId, webhooks.url)
  shops.set(listening.merchantId, openShop(sandbox, identity))
  for (const { merchantId, settles } of others) {
    shops.set(merchantId, openShop(sandbox, await addShop(sandbox, merchantId, settles)))
  }
  const inForce: Fault[] = []
  let faultsNow: readonly Fault[] = []
  const startAgain = startDead(sandbox, () => setFaults(sandbox, ...faultsNow))
  const struck = new Map<FaultName, number>()

  const surely = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      const [gateway, simulator] = [sandbox.gateway(), sandbox.simulator()]
      try {
        return await work()
      } catch (error) {
        if (error instanceof AssertionError) throw error
        // A connection breaks a moment before its program is known to have ended.
        const ended = Promise.race([gateway.ended, simulator.ended]).then(() => true)
        const isDead = await Promise.race([ended, pause(1_000, false, { ref: false })])
        if (!isDead || tries === 5) throw error
        await startAgain()
      }
    }
  }

  return {
    sandbox,
    webhooks,
    inForce,
    struck,
    surely,
    shopOf: (merchantId) => {
      const shop = shops.get(merchantId)
      if (shop === undefined) throw new Error(`There is no merchant ${merchantId}.`)
      return shop
    },
    setFaults: (faults) =>
      surely(async () => {
        for (const { name, strikes } of await strikesOfAll(sandbox)) struck.set(name, (struck.get(name) ?? 0) + strikes)
        faultsNow = faults
        inForce.push(...faults)
        await setFaults(sandbox, ...faults)
      }),
    die: async (death) => {
      await (death === 'simulator' ? sandbox.simulator() : sandbox.gateway()).end('SIGKILL')
      // Some points are reached while it is starting.
      if (death.includes(' ')) await sandbox.startGateway({ CRASH_AT: death }).catch(() => undefined)
    },
    pass: async (seconds) => {
      const target = (await surely(() => clockOf(sandbox))).getTime() + seconds * 1000
      await surely(async () => {
        const leftMs = target - (await clockOf(sandbox)).getTime()
        if (leftMs > 0) await advance(sandbox, `PT${Math.ceil(leftMs / 1000)}S`)
      })
    },
    close: async () => {
      await webhooks.close()
      await sandbox.close()
    },
  }
}
