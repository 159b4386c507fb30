import { writeCreditTransfers } from '@silkgate/bank-files'
import { addBusinessDays } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { debtorOf } from './debtor.store.ts'
import { transferOf } from './order.ts'
import { currenciesToSend, insertOrderFile, ordersToSend } from './order-file.store.ts'
import type { OrderFiles } from './order-files.ts'
import { dayInAmsterdam } from './run-time.ts'

type Needs = {
  readonly db: Db
  readonly world: Pick<World, 'now' | 'newId'>
  readonly orderFiles: OrderFiles
}

/** The bank knows a file by it, and takes a second one of the same for the first again. */
const messageIdOf = (at: Date, currency: string, fileId: string): string =>
  `SG-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${currency}-${fileId.replaceAll('-', '').slice(-12)}`

/**
 * Makes a file for the bank of what is approved in a currency, once: its bytes are on disk before it is written down, and are
 * never made again. What is in a file cannot be called off. Answers how many orders it has.
 */
const makeOrderFile = ({ db, world, orderFiles }: Needs, currency: string): Promise<number> =>
  db.transaction('remittance.commit_file', async (tx) => {
    const orders = await ordersToSend(tx, currency)
    const debtor = orders.length === 0 ? undefined : await debtorOf(tx, currency)
    if (debtor === undefined) return 0
    const [fileId, createdAt] = [world.newId(), world.now()]
    const messageId = messageIdOf(createdAt, currency, fileId)
    const day = addBusinessDays(dayInAmsterdam(createdAt), 0)
    const written = writeCreditTransfers({
      ...{ version: '09', messageId, createdAt, initiator: debtor.name },
      transfers: orders.map((order) => transferOf(order, debtor, day)),
    })
    if (!written.ok) throw new Error(`Broken invariant: ${written.faults[0]?.field}: ${written.faults[0]?.message}`)
    const { bytes, payments } = written.value
    const name = `${messageId}.xml`
    const file = {
      ...{ fileId, messageId, name, accountId: debtor.iban, currency, madeAt: createdAt },
      orders: orders.length,
      minor: orders.reduce((sum, { minor }) => sum + minor, 0n),
      sha256: await orderFiles.keep(name, bytes),
      bytes: bytes.length,
    }
    const groupOf = new Map(
      payments.flatMap(({ paymentInformationId, transfers }) =>
        transfers.map(({ endToEndId }) => [endToEndId, paymentInformationId] as const),
      ),
    )
    const groups = orders.map(({ merchant_id, remittance_id }) => ({
      merchant_id: merchant_id.toString(),
      remittance_id,
      payment_information_id: groupOf.get(remittance_id) ?? '',
    }))
    await insertOrderFile(tx, file, groups)
    return orders.length
  })

/** Makes files of all that is approved; answers how many orders are in them. */
export const makeOrderFiles = async (needs: Needs): Promise<number> => {
  let made = 0
  for (const currency of await currenciesToSend(needs.db)) made += await makeOrderFile(needs, currency)
  return made
}
