import { type Day, type Invoice, type InvoiceKind, type MerchantId, reportKinds, reportNameOf } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { uuidOf } from '../uuid-of.ts'

type Reading = { read: Db['read'] | Tx['run'] }

const wholeNumbers = new Set([
  'count',
  'base',
  'basisPoints',
  'fixedMinor',
  'minor',
  'rateBasisPoints',
  'net',
  'vat',
  'total',
])

/** What an invoice says, as JSON holds it: whole numbers are text. */
const toDocument = (invoice: Invoice): string =>
  JSON.stringify(invoice, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

type Document = Readonly<Record<string, unknown>>

const fromDocument = (document: Document): Invoice =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    wholeNumbers.has(key) && typeof value === 'string' ? BigInt(value) : value,
  ) as Invoice

export type Series = { readonly series: string; readonly year: number; readonly kind: InvoiceKind }

/** Holds a series until the commit, so that nobody else gives out numbers of it; answers the next one. */
export const holdSeries = async (tx: Tx, { series, year, kind }: Series): Promise<number> => {
  const [row] = await tx.run<{ last: number }>({
    text: `insert into invoice_numbers as n (series, year, kind, last) values ($1, $2, $3, 0)
           on conflict (series, year, kind) do update set last = n.last returning last`,
    values: [series, year, kind],
  })
  return (row?.last ?? 0) + 1
}

export type Issued = Series & {
  readonly invoice: Invoice
  readonly running: number
  readonly at: Date
  /** The cut that an invoice covers; undefined for a credit note. */
  readonly month?: Day
}

/** Writes down what is issued, and that its files are to be made and delivered; uses up its number. */
export const insertInvoice = async (
  tx: Tx,
  { invoice, series, year, kind, running, at, month }: Issued,
): Promise<void> => {
  const { merchantId, number, currency, net, vat, corrects, issuedOn, from } = invoice
  await tx.run({
    text: `with used as (update invoice_numbers set last = $6 where series = $4 and year = $5 and kind = $3)
           insert into invoices (merchant_id, number, kind, series, year, running, month, currency, issued_at, net_minor,
                                 vat_minor, corrects, document)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      ...[merchantId, number, kind, series, year, running, month ?? null, currency, at, net, vat],
      ...[corrects?.number ?? null, toDocument(invoice)],
    ],
  })
  for (const format of reportKinds[kind].formats) {
    const name = reportNameOf({ kind, format, merchantId, day: issuedOn, version: running, series })
    await tx.run({
      text: `insert into reports (merchant_id, report_id, kind, format, name, day, since, currency, version, made_at,
                                  from_position, to_position, from_event, to_event, invoice_number)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, 0, 0, 0, 0, $10)`,
      values: [merchantId, uuidOf(merchantId, name), kind, format, name, issuedOn, from, currency, at, number],
    })
  }
}

export type StoredInvoice = {
  readonly invoice: Invoice
  readonly series: string
  readonly issuedAt: Date
  /** The month of an invoice. */
  readonly month: Day | undefined
  /** What credit notes have given back of it, before VAT. */
  readonly credited: bigint
}

type InvoiceRow = { series: string; issued_at: Date; month: Day | null; credited: bigint; document: Document }

export type InvoiceQuery = {
  readonly merchantId?: MerchantId | undefined
  readonly month?: Day | undefined
  readonly number?: string | undefined
  readonly kind?: InvoiceKind | undefined
}

/** Invoices and credit notes, the latest first. */
export const listInvoices = async (
  { read }: Reading,
  { merchantId, month, number, kind }: InvoiceQuery,
): Promise<StoredInvoice[]> => {
  const values: unknown[] = []
  const conditions = [
    merchantId && `i.merchant_id = $${values.push(merchantId)}`,
    month && `i.month = $${values.push(month)}`,
    number && `i.number = $${values.push(number)}`,
    kind && `i.kind = $${values.push(kind)}`,
  ].filter(Boolean)
  const rows = await read<InvoiceRow>({
    text: `select i.series, i.issued_at, i.month::text as month, i.document,
                  (select coalesce(sum(n.net_minor), 0)::bigint from invoices n
                    where n.merchant_id = i.merchant_id and n.corrects = i.number) as credited
             from invoices i where ${['true', ...conditions].join(' and ')}
            order by i.issued_at desc, i.kind, i.year desc, i.running desc`,
    values,
  })
  return rows.map((row) => ({
    ...{ invoice: fromDocument(row.document), series: row.series, issuedAt: row.issued_at },
    ...{ month: row.month ?? undefined, credited: row.credited },
  }))
}
