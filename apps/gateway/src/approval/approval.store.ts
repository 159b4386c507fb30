import type { Fields, MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { isUuid } from '../uuid-of.ts'

export type ApprovalKind = 'bank_account' | 'vat_terms' | 'invoice_supplier' | 'fee_return'

/** Of no merchant. */
export const ofNoMerchant: MerchantId = '0'

/** What one person asks for and another decides on. */
export type Approval = {
  readonly approvalId: string
  readonly merchantId: MerchantId
  readonly kind: ApprovalKind
  /** What is to be so, as JSON has it. */
  readonly asked: Fields
  readonly askedBy: string
  readonly askedAt: Date
}

type ApprovalRow = {
  approval_id: string
  merchant_id: bigint
  kind: ApprovalKind
  asked: Fields
  asked_by: string
  asked_at: Date
  decided_by: string | null
}

const fromRow = (row: ApprovalRow): Approval => ({
  ...{ approvalId: row.approval_id, merchantId: row.merchant_id.toString(), kind: row.kind, asked: row.asked },
  ...{ askedBy: row.asked_by, askedAt: row.asked_at },
})

/** Nothing happens until another person agrees. */
export const askForApproval = (tx: Pick<Tx, 'run'>, approval: Approval): Promise<unknown> =>
  tx.run({
    text: `insert into approvals (merchant_id, approval_id, kind, asked, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [
      ...[approval.merchantId, approval.approvalId, approval.kind, JSON.stringify(approval.asked)],
      ...[approval.askedBy, approval.askedAt],
    ],
  })

/** What of a kind nobody has decided on, the first first. */
export const waitingApprovals = async (
  { read }: { read: Db['read'] | Tx['run'] },
  kind: ApprovalKind,
  merchantId: MerchantId,
): Promise<Approval[]> => {
  const rows = await read<ApprovalRow>({
    text: `select * from approvals where kind = $1 and merchant_id = $2 and decided_by is null order by asked_at, approval_id`,
    values: [kind, merchantId],
  })
  return rows.map(fromRow)
}

export type Decision = { readonly by: string; readonly at: Date; readonly isApproved: boolean }

/**
 * A second person decides, once; answers on what. Throws, in words for that person, where nothing of the kind waits under this
 * id, and where it is the one who asked.
 */
export const decide = async (
  tx: Tx,
  kind: ApprovalKind,
  approvalId: string,
  { by, at, isApproved }: Decision,
): Promise<Approval> => {
  const [row] = isUuid(approvalId)
    ? await tx.run<ApprovalRow>({
        text: 'select * from approvals where approval_id = $1 and kind = $2 for update',
        values: [approvalId, kind],
      })
    : []
  if (row === undefined) throw new Error(`Nothing waits under "${approvalId}".`)
  if (row.decided_by !== null) throw new Error(`${row.decided_by} has decided on ${approvalId} already.`)
  if (row.asked_by === by) throw new Error(`--as: ${by} has asked for it; somebody else must decide.`)
  await tx.run({
    text: `update approvals set decided_by = $3, decided_at = $4, is_approved = $5 where merchant_id = $1 and approval_id = $2`,
    values: [row.merchant_id, approvalId, by, at, isApproved],
  })
  return fromRow(row)
}
