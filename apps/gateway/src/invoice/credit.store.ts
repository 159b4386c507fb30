import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** Fees of an invoice that somebody wants to give back, and what was decided. */
export type Credit = {
  readonly creditId: string
  readonly merchantId: MerchantId
  /** The invoice. */
  readonly corrects: string
  /** Before VAT, in the currency's smallest unit. */
  readonly net: bigint
  readonly reason: string
  readonly askedBy: string
  readonly askedAt: Date
  readonly decidedBy?: string
  readonly decidedAt?: Date
  /** The credit note; undefined where it was declined. */
  readonly number?: string
}

type CreditRow = {
  merchant_id: bigint
  credit_id: string
  corrects: string
  net_minor: bigint
  reason: string
  asked_by: string
  asked_at: Date
  decided_by: string | null
  decided_at: Date | null
  number: string | null
}

const fromRow = (row: CreditRow): Credit => ({
  ...{ creditId: row.credit_id, merchantId: row.merchant_id.toString(), corrects: row.corrects, net: row.net_minor },
  ...{ reason: row.reason, askedBy: row.asked_by, askedAt: row.asked_at },
  ...(row.decided_by !== null && { decidedBy: row.decided_by }),
  ...(row.decided_at !== null && { decidedAt: row.decided_at }),
  ...(row.number !== null && { number: row.number }),
})

type Reading = { read: Db['read'] | Tx['run'] }

/** What is wanted of an invoice, or all that is not decided on yet; the first first. */
export const listCredits = async ({ read }: Reading, corrects?: string): Promise<Credit[]> => {
  const rows = await read<CreditRow>({
    text: `select * from invoice_credits where ${corrects === undefined ? 'decided_by is null' : 'corrects = $1'}
            order by asked_at, credit_id`,
    values: corrects === undefined ? [] : [corrects],
  })
  return rows.map(fromRow)
}

export const insertCredit = (tx: Tx, credit: Credit): Promise<unknown> =>
  tx.run({
    text: `insert into invoice_credits (merchant_id, credit_id, corrects, net_minor, reason, asked_by, asked_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      ...[credit.merchantId, credit.creditId, credit.corrects, credit.net, credit.reason],
      ...[credit.askedBy, credit.askedAt],
    ],
  })

/**
 * Holds what is wanted until the commit, with all else that is wanted of its invoice: so it is decided on once, and of two that
 * are approved at once the second sees what the first has given back, in whichever years they are numbered.
 */
export const holdCredit = async (tx: Tx, creditId: string): Promise<Credit | undefined> => {
  const rows = await tx.run<CreditRow>({
    text: `select * from invoice_credits where corrects = (select corrects from invoice_credits where credit_id = $1)
            order by credit_id for update`,
    values: [creditId],
  })
  const row = rows.find((one) => one.credit_id === creditId)
  return row && fromRow(row)
}

export const decideCredit = (
  tx: Tx,
  { creditId, merchantId }: Credit,
  { by, at, number }: { readonly by: string; readonly at: Date; readonly number?: string | undefined },
): Promise<unknown> =>
  tx.run({
    text: `update invoice_credits set decided_by = $3, decided_at = $4, number = $5 where merchant_id = $1 and credit_id = $2`,
    values: [merchantId, creditId, by, at, number ?? null],
  })
