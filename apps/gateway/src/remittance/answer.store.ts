import type { Db, Tx } from '../postgres/db.ts'
import type { RemittanceRow } from './remittance.row.ts'

export type Ordered = Pick<RemittanceRow, 'merchant_id' | 'remittance_id' | 'payment_information_id'>

/** The remittances that a message of ours told the bank of; none where it is not ours. */
export const orderedBy = (db: Pick<Db, 'read'>, messageId: string): Promise<Ordered[]> =>
  db.read<Ordered>({
    text: `select r.merchant_id, r.remittance_id, r.payment_information_id
             from remittance_files f join remittances r using (file_id) where f.message_id = $1
            order by r.merchant_id, r.remittance_id collate "C"`,
    values: [messageId],
  })

export type Answer = {
  readonly merchant_id: string
  readonly remittance_id: string
  /** The received file. */
  readonly file_id: string
  readonly code: string
  readonly reason: string
  readonly move: string
  readonly at: Date
}

/** Of which remittances a received file was heard before. */
export const heardFrom = async (tx: Tx, fileId: string): Promise<ReadonlySet<string>> => {
  const rows = await tx.run<{ remittance_id: string }>({
    text: 'select remittance_id from remittance_answers where file_id = $1',
    values: [fileId],
  })
  return new Set(rows.map((row) => row.remittance_id))
}

/** Keeps what the bank said of an order. */
export const insertAnswer = (tx: Tx, answer: Answer): Promise<unknown> =>
  tx.run({
    text: `insert into remittance_answers (merchant_id, remittance_id, file_id, code, reason, move, at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: Object.values(answer),
  })

/** What the bank said of a remittance, in the order in which it came. */
export const answersOf = (db: Pick<Db, 'read'>, remittanceId: string) =>
  db.read<{ code: string; reason: string; move: string; at: Date; file: string | null }>({
    text: `select a.code, a.reason, a.move, a.at, f.name as file
             from remittance_answers a left join received_files f using (file_id)
            where a.merchant_id = $1 and a.remittance_id = $2 order by a.at, a.file_id`,
    values: [BigInt(remittanceId.slice(1, 11)), remittanceId],
  })
