import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import type { Tx } from '../postgres/db.ts'
import type { Order } from './order.ts'

type Kind = 'remittance_unwritable' | 'sweep_unwritable'

/** Opens a break for each order that cannot be written, but where one says so; closes those of orders that can be. */
export const tellOfUnwritable = async (tx: Tx, kind: Kind, orders: readonly Order[], at: Date): Promise<void> => {
  const rows = await tx.run<{ about: string; ours: string }>({
    text: 'select about, ours from breaks where kind = $1 and resolved_at is null',
    values: [kind],
  })
  const open = new Map(rows.map(({ about, ours }) => [about, ours]))
  const found = orders.flatMap(({ id: about, currency, fault }): Break[] =>
    fault === undefined || open.get(about) === fault.why
      ? []
      : [
          {
            kind,
            about,
            currency,
            minor: 0n,
            field: fault.field,
            ours: fault.why,
            theirs: `not told: ${fault.remedy}`,
          },
        ],
  )
  await openBreaks(tx, found, at)
  const written = orders.filter(({ id, fault }) => fault === undefined && open.has(id))
  if (written.length === 0) return
  const ended = written.map(({ id: about }) => ({ kind, about }))
  await closeBreaks(tx, ended, 'the bank can be told since', at)
}
