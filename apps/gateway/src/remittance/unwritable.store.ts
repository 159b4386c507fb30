import { figure } from '@silkgate/domain'
import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import type { Tx } from '../postgres/db.ts'
import type { Order } from './order.ts'

type Kind = 'remittance_unwritable' | 'sweep_unwritable'

/**
 * Since when the bank cannot be told of sweeps, by currency: the check of each day withdraws the one that was not told and orders
 * anew, and what is in the way stays the same.
 */
const untoldSince = async (tx: Tx, currencies: readonly string[]): Promise<ReadonlyMap<string, Date>> => {
  const rows = await tx.run<{ currency: string; since: Date }>({
    text: `select s.currency, b.opened_at as since
             from unnest($1::text[]) c (currency)
             cross join lateral (
               select * from sweeps where currency = c.currency and (file_id is not null or withdrawn_at is not null)
                order by day desc limit 1) s
             join breaks b on b.kind = 'sweep_unwritable' and b.about = s.sweep_id
            where s.withdrawn_at is not null`,
    values: [[...new Set(currencies)]],
  })
  return new Map(rows.map(({ currency, since }) => [currency, since]))
}

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
            ours: figure(fault.why),
            theirs: `not told: ${fault.remedy}`,
          },
        ],
  )
  const since =
    kind === 'remittance_unwritable' || found.length === 0
      ? new Map()
      : await untoldSince(
          tx,
          found.map(({ currency }) => currency),
        )
  await openBreaks(
    tx,
    found.map((one) => ({ ...one, since: since.get(one.currency) })),
    at,
  )
  const written = orders.filter(({ id, fault }) => fault === undefined && open.has(id))
  if (written.length === 0) return
  const ended = written.map(({ id: about }) => ({ kind, about }))
  await closeBreaks(tx, ended, 'the bank can be told since', at)
}
