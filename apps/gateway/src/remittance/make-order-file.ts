import { type CreditTransfer, schemeOf, writeCreditTransfers } from '@silkgate/bank-files'
import { addBusinessDays } from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { holdSweepsToSend, putSweepsInFile, sweepsToSend } from '../sweep/index.ts'
import type { World } from '../world.ts'
import { debtorOf } from './debtor.store.ts'
import { type Order, orderOfRemittance, orderOfSweep } from './order.ts'
import { insertOrderFile, putRemittancesInFile } from './order-file.store.ts'
import type { OrderFiles } from './order-files.ts'
import { holdRemittancesToSend, remittancesToSend } from './unsent.store.ts'
import { tellOfUnwritable } from './unwritable.store.ts'

type Needs = {
  readonly db: Db
  readonly world: Pick<World, 'now' | 'newId'>
  readonly orderFiles: OrderFiles
}

/** The bank knows a file by it, and takes a second one of the same for the first again. */
const messageIdOf = (at: Date, currency: string, fileId: string): string =>
  `SG-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${currency}-${fileId.replaceAll('-', '').slice(-12)}`

const executionDayOf = (at: Date): string => addBusinessDays(dayInAmsterdam(at), 0)

/**
 * Makes a file for the bank of orders in a currency, once: its bytes are on disk before it is written down, and are never made
 * again. Answers its id, and in which group each order is; of more than one file can take, the first.
 */
const keepFile = async (
  tx: Tx,
  { world, orderFiles }: Needs,
  currency: string,
  orders: readonly CreditTransfer[],
): Promise<{ fileId: string; groups: ReadonlyMap<string, string> }> => {
  const [fileId, createdAt] = [world.newId(), world.now()]
  const messageId = messageIdOf(createdAt, currency, fileId)
  const debtor = orders[0]?.debtor ?? { name: '', iban: '' }
  const write = (transfers: readonly CreditTransfer[]) =>
    writeCreditTransfers({ version: '09', messageId, createdAt, initiator: debtor.name, transfers })
  let transfers = orders
  let written = write(transfers)
  // Each can be written by itself: what is too much together goes in several files.
  while (!written.ok && transfers.length > 1) {
    transfers = transfers.slice(0, Math.ceil(transfers.length / 2))
    written = write(transfers)
  }
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

const kinds = {
  remittance: {
    unwritable: 'remittance_unwritable',
    putInFile: putRemittancesInFile,
    hold: async (tx: Tx, currency: string, at: Date): Promise<Order[]> => {
      const rows = await holdRemittancesToSend(tx, currency, at)
      const debtor = await debtorOf({ read: tx.run }, currency)
      return rows.map((row) => orderOfRemittance(row, debtor, executionDayOf(at), at))
    },
  },
  sweep: {
    unwritable: 'sweep_unwritable',
    putInFile: putSweepsInFile,
    hold: async (tx: Tx, currency: string, at: Date): Promise<Order[]> =>
      (await holdSweepsToSend(tx, currency)).map((sweep) => orderOfSweep(sweep, executionDayOf(at), at)),
  },
} as const

/**
 * Makes files of what the bank is to be told in a currency: euros within SEPA in one, what goes abroad in another. What is in one
 * cannot be called off. An order that cannot be written holds up no other: a person is told, and it is tried again with the next.
 */
const makeFiles = (needs: Needs, of: keyof typeof kinds, currency: string): Promise<number> =>
  needs.db.transaction('remittance.commit_file', async (tx) => {
    const [{ unwritable, putInFile, hold }, at] = [kinds[of], needs.world.now()]
    const orders = await hold(tx, currency, at)
    await tellOfUnwritable(tx, unwritable, orders, at)
    const transfers = orders.flatMap((order) => (order.fault === undefined ? [order.transfer] : []))
    let made = 0
    for (const scheme of ['sepa', 'cross_border'] as const) {
      const own = transfers.filter((transfer) => schemeOf(transfer) === scheme)
      if (own.length === 0) continue
      const { fileId, groups } = await keepFile(tx, needs, currency, own)
      await putInFile(tx, fileId, groups)
      made += groups.size
    }
    return made
  })

/** Makes files of all that is approved, and of what the daily check ordered; answers how many orders are in them. */
export const makeOrderFiles = async (needs: Needs): Promise<number> => {
  const { db, world } = needs
  const currenciesOf = (all: readonly { readonly currency: string }[]) =>
    [...new Set(all.map(({ currency }) => currency))].sort()
  let made = 0
  for (const currency of currenciesOf(await remittancesToSend(db, world.now())))
    made += await makeFiles(needs, 'remittance', currency)
  for (const currency of currenciesOf(await sweepsToSend(db))) made += await makeFiles(needs, 'sweep', currency)
  return made
}

/** Whether there is anything to tell the bank that it can be told. */
export const isThereToTell = async (db: Db, at: Date): Promise<boolean> => {
  const day = executionDayOf(at)
  if ((await sweepsToSend(db)).some((sweep) => orderOfSweep(sweep, day, at).fault === undefined)) return true
  const rows = await remittancesToSend(db, at)
  const debtors = new Map<string, Awaited<ReturnType<typeof debtorOf>>>()
  for (const { currency } of rows) if (!debtors.has(currency)) debtors.set(currency, await debtorOf(db, currency))
  return rows.some((row) => orderOfRemittance(row, debtors.get(row.currency), day, at).fault === undefined)
}
