import { randomInt, randomUUID } from 'node:crypto'
import { migrate } from '@silkgate/postgres'
import { createClockTable, openSandboxClock, wallClock } from '@silkgate/sandbox-clock'
import pg from 'pg'
import { pino } from 'pino'
import { memoryKeys, storedKeys } from './acqp/keys.store.ts'
import { storedBank } from './bank/bank.store.ts'
import { storedFiles } from './file/files.store.ts'
import { memoryOrders } from './order/memory-orders.ts'
import { storedOrders } from './order/orders.store.ts'
import { storedRegistrations } from './registration/registrations.store.ts'
import { memoryRegistrations } from './registration/registrations.ts'
import { assemble } from './runtime.ts'
import type { Settings } from './settings.ts'
import { storedSettlements } from './settlement/settlements.store.ts'
import { memorySettlements } from './settlement/settlements.ts'
import { storedSftp } from './sftp/sftp.store.ts'
import { memoryShopOrders } from './shop/memory-shop-orders.ts'
import { storedShopOrders } from './shop/shop-orders.store.ts'
import { storedTransfers } from './transfer/transfers.store.ts'

// int8 comes back exact.
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt)

export type Serving = { readonly url: string; readonly stop: () => Promise<void> }

const openStores = async (databaseUrl: string | undefined, now: () => Date, onError: (error: Error) => void) => {
  if (databaseUrl === undefined) {
    return {
      orders: memoryOrders(),
      keys: memoryKeys(),
      registrations: memoryRegistrations(),
      shopOrders: memoryShopOrders(),
      ...memorySettlements(),
      bank: undefined,
      sftp: undefined,
      close: async () => {},
    }
  }
  await migrate(databaseUrl, new URL('../migrations/', import.meta.url))
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
  pool.on('error', onError)
  // A connection that breaks between two statements of a transaction says so here; the next statement then rejects.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    orders: storedOrders(pool),
    keys: storedKeys(pool),
    registrations: storedRegistrations(pool),
    shopOrders: storedShopOrders(pool),
    settlements: storedSettlements(pool),
    files: storedFiles(pool),
    bank: { ...storedBank(pool), transfers: storedTransfers(pool, now) },
    sftp: storedSftp(pool, now),
    close: () => pool.end(),
  }
}

const openClock = async ({ CLOCK_DATABASE_URL, SANDBOX_START }: Settings) => {
  if (CLOCK_DATABASE_URL === undefined) return wallClock()
  await createClockTable(CLOCK_DATABASE_URL, SANDBOX_START === undefined ? undefined : new Date(SANDBOX_START))
  return openSandboxClock({ databaseUrl: CLOCK_DATABASE_URL })
}

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('')

/** Starts the simulator and answers once it listens. Without a database it keeps its world in memory. */
export const serve = async (settings: Settings): Promise<Serving> => {
  const log = pino({ level: settings.LOG_LEVEL, base: { program: 'simulator' } })
  const clock = await openClock(settings)
  const { close, sftp, ...stores } = await openStores(settings.SIMULATOR_DATABASE_URL, clock.now, (error) =>
    log.error({ err: error }, 'a database connection broke'),
  )
  const simulator = await assemble({
    ...stores,
    log,
    clock,
    world: { now: clock.now, newId: randomUUID, digits },
    publicUrl: settings.SIMULATOR_URL ?? `http://127.0.0.1:${settings.SIMULATOR_PORT}`,
    gatewayUrl: settings.GATEWAY_URL,
    acquirerId: settings.ALIPAYPLUS_ACQUIRER_ID,
    sftp: sftp && { store: sftp, host: settings.HOST, port: settings.SIMULATOR_SFTP_PORT },
  })
  const url = await simulator.server.listen({ host: settings.HOST, port: settings.SIMULATOR_PORT })
  log.info(`simulator listening on ${url}`)
  return {
    url,
    stop: async () => {
      await simulator.stop()
      await clock.close()
      await close()
    },
  }
}
