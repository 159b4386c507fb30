import { merchantOfRemittance, type RemittanceId } from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import type { RemittanceRow } from './remittance.row.ts'

export type OrderFile = {
  readonly fileId: string
  readonly messageId: string
  readonly name: string
  readonly accountId: string
  readonly currency: string
  readonly orders: number
  readonly minor: bigint
  readonly sha256: string
  readonly bytes: number
  readonly madeAt: Date
}

/** Writes down a file whose bytes are kept: from now on the bank may know. */
export const insertOrderFile = async (tx: Tx, file: OrderFile): Promise<void> => {
  const { fileId, messageId, name, accountId, currency, orders, minor, sha256, bytes, madeAt } = file
  await tx.run({
    text: `insert into remittance_files (file_id, message_id, name, account_id, currency, orders, minor, sha256, bytes, made_at,
                                         due_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    values: [fileId, messageId, name, accountId, currency, orders, minor, sha256, bytes, madeAt],
  })
}

/** Writes down which file tells of remittances, each in its group. */
export const putRemittancesInFile = (
  tx: Tx,
  fileId: string,
  groups: ReadonlyMap<RemittanceId, string>,
): Promise<unknown> =>
  tx.run({
    text: `update remittances r set file_id = $1, payment_information_id = g.group
             from unnest($2::bigint[], $3::text[], $4::text[]) as g (merchant_id, remittance_id, "group")
            where r.merchant_id = g.merchant_id and r.remittance_id = g.remittance_id`,
    values: [fileId, [...groups.keys()].map(merchantOfRemittance), [...groups.keys()], [...groups.values()]],
  })

export type FileRow = Row & {
  readonly file_id: string
  readonly message_id: string
  readonly name: string
  readonly sha256: string
  readonly orders: number
  readonly minor: bigint
  readonly currency: string
  readonly made_at: Date
  readonly sent_at: Date | null
  readonly failures: number
  readonly problem: string | null
}

/** Claims the oldest file that is due and that nobody is at. */
export const claimOrderFile = async (
  db: Db,
  { at, wall, leasedUntil }: { at: Date; wall: Date; leasedUntil: Date },
): Promise<FileRow | undefined> => {
  const [row] = await db.write<FileRow>('remittance.commit_claim', {
    text: `update remittance_files set leased_until = $3
            where file_id = (select file_id from remittance_files
                              where due_at <= $1 and (leased_until is null or leased_until < $2)
                              order by due_at, file_id limit 1 for update skip locked)
           returning *`,
    values: [at, wall, leasedUntil],
  })
  return row
}

/** Whether a file is due; asked before it is claimed, so that looking costs no commit. */
export const nextDueOrderFile = async (db: Db): Promise<Date | undefined> => {
  const [row] = await db.read<{ due: Date | null }>({
    name: 'next_order_file',
    text: 'select min(due_at) as due from remittance_files where due_at is not null',
    values: [],
  })
  return row?.due ?? undefined
}

/** The file lies in the bank's folder. Answers whose remittances it told of. */
export const markSent = async (
  tx: Tx,
  fileId: string,
  at: Date,
): Promise<Pick<RemittanceRow, 'merchant_id' | 'remittance_id'>[]> => {
  const sent = await tx.run({
    text: `update remittance_files set sent_at = $2, due_at = null, leased_until = null, problem = null
            where file_id = $1 and sent_at is null returning file_id`,
    values: [fileId, at],
  })
  if (sent.length === 0) return []
  return tx.run<RemittanceRow>({
    text: 'select merchant_id, remittance_id from remittances where file_id = $1 order by merchant_id, remittance_id collate "C"',
    values: [fileId],
  })
}

/** The bank could not be reached: again in a minute, and after twice as long each time, up to an hour. */
export const putOffOrderFile = (db: Db, fileId: string, problem: string, at: Date): Promise<unknown> =>
  db.write('chore.put_file_off', {
    text: `update remittance_files
              set failures = failures + 1, problem = $2, leased_until = null,
                  due_at = $3::timestamptz + least(interval '1 minute' * 2 ^ least(failures, 10), interval '1 hour')
            where file_id = $1 and sent_at is null`,
    values: [fileId, problem, at],
  })

/** The file that told the bank of a remittance. */
export const readOrderFile = async (db: Pick<Db, 'read'>, fileId: string): Promise<FileRow | undefined> => {
  const [row] = await db.read<FileRow>({ text: 'select * from remittance_files where file_id = $1', values: [fileId] })
  return row
}
