import type { InvoiceParty } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** The legal entity that bills, and what its numbers begin with. */
export type Supplier = { readonly series: string; readonly party: InvoiceParty }

export type StoredSupplier = Supplier & { readonly setAt: Date; readonly setBy: string }

/** Who has billed since when, the latest first. */
export const listSuppliers = (db: { read: Db['read'] | Tx['run'] }): Promise<StoredSupplier[]> =>
  db.read<StoredSupplier>({
    text: `select series, party, set_at as "setAt", set_by as "setBy" from invoice_suppliers order by set_at desc`,
    values: [],
  })

/** Who bills from now on; what was issued stays as it is. */
export const setSupplier = (
  tx: Pick<Tx, 'run'>,
  { series, party }: Supplier,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<unknown> =>
  tx.run({
    text: `insert into invoice_suppliers (set_at, set_by, series, party) values ($1, $2, $3, $4)
           on conflict (set_at) do update set set_by = $2, series = $3, party = $4`,
    values: [at, by, series, party],
  })
