import { type Day, defaultVatTerms, type MerchantId, type VatTerms, type VatTreatment } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

export type DatedVatTerms = VatTerms & {
  /** The first day of the first month of which they hold. */
  readonly fromMonth: Day
}

type TermsRow = {
  from_month: Day
  treatment: VatTreatment
  rate_basis_points: bigint
  says: string
  vat_id: string | null
}

type Reading = { read: Db['read'] | Tx['run'] }

/** What was agreed about VAT with a merchant, the first first. */
export const listVatTerms = async ({ read }: Reading, merchantId: MerchantId): Promise<DatedVatTerms[]> => {
  const rows = await read<TermsRow>({
    text: `select from_month::text, treatment, rate_basis_points, says, vat_id from merchant_vat_terms
            where merchant_id = $1 order by from_month`,
    values: [merchantId],
  })
  return rows.map((row) => ({
    ...{ fromMonth: row.from_month, treatment: row.treatment, rateBasisPoints: row.rate_basis_points },
    ...{ says: row.says, vatId: row.vat_id ?? undefined },
  }))
}

/** What holds for a month's fees. */
export const vatTermsOf = async (db: Reading, merchantId: MerchantId, month: Day): Promise<VatTerms> => {
  const found = (await listVatTerms(db, merchantId)).filter(({ fromMonth }) => fromMonth <= month).at(-1)
  if (found === undefined) return defaultVatTerms
  const { fromMonth: _since, ...terms } = found
  return terms
}

/** Until the commit, nobody else sets VAT terms, and no run of invoices begins: a month has one set of terms. */
export const holdTerms = (tx: Tx): Promise<unknown> =>
  tx.run({ text: `select pg_advisory_xact_lock(hashtextextended('VAT terms', 0))`, values: [] })

/** Throws where invoices of a month or a later one are issued already. */
export const assertNotBilled = async (tx: Tx, fromMonth: Day): Promise<void> => {
  await holdTerms(tx)
  const [issued] = await tx.run<{ month: Day }>({
    text: `select max(month)::text as month from invoice_runs where month >= $1 having max(month) is not null`,
    values: [fromMonth],
  })
  if (issued === undefined) return
  throw new Error(`--from: the invoices of ${issued.month.slice(0, 7)} are issued already; take a later month.`)
}

/** Sets what holds from a month on. Throws where an invoice of that month or a later one is issued already. */
export const setVatTerms = async (tx: Tx, merchantId: MerchantId, terms: DatedVatTerms, at: Date): Promise<void> => {
  await assertNotBilled(tx, terms.fromMonth)
  await tx.run({
    text: `insert into merchant_vat_terms (merchant_id, from_month, treatment, rate_basis_points, says, vat_id, set_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (merchant_id, from_month) do update
              set treatment = $3, rate_basis_points = $4, says = $5, vat_id = $6, set_at = $7`,
    values: [
      ...[merchantId, terms.fromMonth, terms.treatment, terms.rateBasisPoints, terms.says],
      ...[terms.vatId ?? null, at],
    ],
  })
}
