import { type CreditTransfer, writeCreditTransfers } from '@silkgate/bank-files'
import { addBusinessDays } from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { currenciesToSweep, putSweepsInFile, sweepsToSend } from '../sweep/index.ts'
import type { World } from '../world.ts'
import { debtorOf } from './debtor.store.ts'
import { orderOfSweep, transferOf } from './order.ts'
import { insertOrderFile, putRemittancesInFile } from './order-file.store.ts'
import type { OrderFiles } from './order-files.ts'
import { currenciesToSend, ordersToSend } from './unsent.store.ts'

type Needs = {
  readonly db: Db
  readonly world: Pick<World, 'now' | 'newId'>
  readonly orderFiles: OrderFiles
}

/** The bank knows a file by it, and takes a second one of the same for the first again. */
const messageIdOf = (at: Date, currency: string, fileId: string): string =>
  `SG-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${currency}-${fileId.replaceAll('-', '').slice(-12)}`

/**
 * Makes a file for the bank of what is ordered in a currency, once: its bytes are on disk before it is written down, and are
 * never made again. Answers its id, and in which group each order is.
 */
const keepFile = async (
  tx: Tx,
  { world, orderFiles }: Needs,
  { currency, ordersOn }: { currency: string; ordersOn: (day: string) => readonly CreditTransfer[] },
): Promise<{ fileId: string; groups: ReadonlyMap<string, string> }> => {
  const [fileId, createdAt] = [world.newId(), world.now()]
  const messageId = messageIdOf(createdAt, currency, fileId)
  const transfers = ordersOn(addBusinessDays(dayInAmsterdam(createdAt), 0))
  const debtor = transfers[0]?.debtor ?? { name: '', iban: '' }
  const message = { version: '09', messageId, createdAt, initiator: debtor.name, transfers } as const
  const written = writeCreditTransfers(message)
  if (!written.ok) throw new Error(`Broken invariant: ${written.faults[0]?.field}: ${written.faults[0]?.message}`)
  const { bytes, payments } = written.value
  const name = `${messageId}.xml`
  await insertOrderFile(tx, {
    ...{ fileId, messageId, name, accountId: debtor.iban, currency, madeAt: createdAt },
    orders: transfers.length,
    minor: transfers.reduce((sum, { amount }) => sum + amount.minor, 0n),
    sha256: await orderFiles.keep(name, bytes),
    bytes: bytes.length,
  })
  const groups = payments.flatMap(({ paymentInformationId, transfers: own }) =>
    own.map(({ endToEndId }) => [endToEndId, paymentInformationId] as const),
  )
  return { fileId, groups: new Map(groups) }
}

/** A file of what merchants are paid in a currency; what is in it cannot be called off. Answers how many orders it has. */
const makeRemittanceFile = (needs: Needs, currency: string): Promise<number> =>
  needs.db.transaction('remittance.commit_file', async (tx) => {
    const orders = await ordersToSend(tx, currency, needs.world.now())
    const debtor = orders.length === 0 ? undefined : await debtorOf(tx, currency)
    if (debtor === undefined) return 0
    const ordersOn = (day: string) => orders.map((order) => transferOf(order, debtor, day))
    const { fileId, groups } = await keepFile(tx, needs, { currency, ordersOn })
    await putRemittancesInFile(tx, fileId, groups)
    return orders.length
  })

/** A file of what moves between our own accounts in a currency. */
const makeSweepFile = (needs: Needs, currency: string): Promise<number> =>
  needs.db.transaction('remittance.commit_file', async (tx) => {
    const sweeps = await sweepsToSend(tx, currency)
    if (sweeps.length === 0) return 0
    const ordersOn = (day: string) => sweeps.map((sweep) => orderOfSweep(sweep, currency, day))
    const { fileId, groups } = await keepFile(tx, needs, { currency, ordersOn })
    await putSweepsInFile(tx, fileId, groups)
    return sweeps.length
  })

/** Makes files of all that is approved, and of what the daily check ordered; answers how many orders are in them. */
export const makeOrderFiles = async (needs: Needs): Promise<number> => {
  let made = 0
  for (const currency of await currenciesToSend(needs.db, needs.world.now()))
    made += await makeRemittanceFile(needs, currency)
  for (const currency of await currenciesToSweep(needs.db)) made += await makeSweepFile(needs, currency)
  return made
}
