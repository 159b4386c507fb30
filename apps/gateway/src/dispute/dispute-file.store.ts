import { assert, type Dispute, type DisputeFile, type DisputeId, type MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'

type Needs = { readonly db: Db; readonly masterKey: MasterKey }

const placeOf = (merchantId: MerchantId, fileId: string): string => `dispute_files/${merchantId}/${fileId}`

/** Keeps the content of a file, encrypted. */
export const insertFile = async (
  tx: Tx,
  masterKey: MasterKey,
  file: { merchantId: MerchantId; disputeId: DisputeId; fileId: string; content: Buffer },
): Promise<void> => {
  const { merchantId, disputeId, fileId, content } = file
  const sealed = masterKey.seal(placeOf(merchantId, fileId), content)
  await tx.run({
    name: 'insert_dispute_file',
    text: 'insert into dispute_files (merchant_id, file_id, dispute_id, sealed) values ($1, $2, $3, $4)',
    values: [merchantId, fileId, disputeId, sealed],
  })
}

/** A file of a merchant's with its content; undefined when it has none of this id. */
export const fileOfMerchant =
  ({ db, masterKey }: Needs) =>
  async (merchantId: MerchantId, fileId: string): Promise<{ file: DisputeFile; content: Buffer } | undefined> => {
    const [row] = await db.read<{ files: DisputeFile[]; sealed: Buffer }>({
      name: 'read_dispute_file',
      text: `select d.files, f.sealed from dispute_files f join disputes d using (merchant_id, dispute_id)
              where f.merchant_id = $1 and f.file_id = $2`,
      values: [merchantId, fileId],
    })
    const file = row?.files.find((one) => one.fileId === fileId)
    return row && file && { file, content: masterKey.openBytes(placeOf(merchantId, fileId), row.sealed) }
  }

/** The content of every file of a dispute, in their order. */
export const contentsOf = async (
  { db, masterKey }: Needs,
  { merchantId, disputeId, files }: Dispute,
): Promise<readonly Buffer[]> => {
  if (files.length === 0) return []
  const rows = await db.read<{ file_id: string; sealed: Buffer }>({
    name: 'contents_of_dispute',
    text: 'select file_id, sealed from dispute_files where merchant_id = $1 and dispute_id = $2',
    values: [merchantId, disputeId],
  })
  const sealed = new Map(rows.map((row) => [row.file_id, row.sealed]))
  return files.map(({ fileId }) => {
    const one = sealed.get(fileId)
    assert(one !== undefined, `the content of file ${fileId} is missing`)
    return masterKey.openBytes(placeOf(merchantId, fileId), one)
  })
}
