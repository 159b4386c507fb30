import type { Account, MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** What stands on an account of a merchant in one currency's smallest unit: debits less credits. */
export type Balance = {
  readonly merchantId: MerchantId
  readonly account: Account
  readonly currency: string
  readonly minor: bigint
}

export type AsOf = { readonly at: Date } | { readonly position: bigint }

export type BalanceQuery = { readonly merchantId?: MerchantId | undefined; readonly asOf?: AsOf | undefined }

/** SQL: both sides of a transfer t, as s (account, minor): debits are positive, credits negative. */
export const bothSides = 'cross join lateral (values (t.debit, t.minor), (t.credit, -t.minor)) as s (account, minor)'

type BalanceRow = { merchant_id: bigint; account: Account; currency: string; minor: bigint }

/**
 * The balances of all accounts that were ever moved, of one merchant or of all, ordered; as they are now, as of an instant,
 * or (of one merchant) as of one of its positions. Each is the latest checkpoint that holds, and what came after it.
 */
export const balances = async (
  db: { read: Db['read'] | Tx['run'] },
  { merchantId, asOf }: BalanceQuery = {},
): Promise<Balance[]> => {
  const values: unknown[] = []
  const of = (table: string) => (merchantId === undefined ? 'true' : `${table}.merchant_id = $1`)
  if (merchantId !== undefined) values.push(merchantId)
  const [until, holds] =
    asOf === undefined
      ? ['true', 'true']
      : 'at' in asOf
        ? [`t.at <= $${values.push(asOf.at)}`, `k.latest_at <= $${values.length}`]
        : [`t.position <= $${values.push(asOf.position)}`, `k.position <= $${values.length}`]
  const rows = await db.read<BalanceRow>({
    text: `
    with base as (
      select p.merchant_id, coalesce((select max(k.position) from balance_checkpoints k
                                       where k.merchant_id = p.merchant_id and ${holds}), 0) as position
        from transfer_positions p where ${of('p')}),
    parts as (
      select k.merchant_id, k.account, k.currency, k.minor
        from base join balance_checkpoints k using (merchant_id, position)
      union all
      select base.merchant_id, later.account, later.currency, later.minor
        from base cross join lateral (
          select s.account, t.currency, sum(s.minor) as minor from transfers t ${bothSides}
           where t.merchant_id = base.merchant_id and t.position > base.position and ${until} group by 1, 2) as later
      union all
      select t.merchant_id, s.account, t.currency, s.minor
        from transfers t ${bothSides} where t.position is null and ${of('t')} and ${until})
    select merchant_id, account, currency, sum(minor)::bigint as minor from parts
     group by merchant_id, account, currency order by merchant_id, currency collate "C", account collate "C"`,
    values,
  })
  return rows.map(({ merchant_id, ...row }) => ({ merchantId: merchant_id.toString(), ...row }))
}

/** The last position of a merchant's books that was given out. */
export const lastPosition = async (db: Db, merchantId: MerchantId): Promise<bigint> => {
  const text = 'select last from transfer_positions where merchant_id = $1'
  const [row] = await db.read<{ last: bigint }>({ name: 'last_position', text, values: [merchantId] })
  return row?.last ?? 0n
}

/** How many postings of a merchant lie between two checkpoints. */
export const checkpointEvery = 1_000n

/**
 * Sums up a merchant's postings as far as they have positions, where so many came after its last checkpoint; answers whether
 * it did. What has a position is complete, so nothing ever comes before a checkpoint.
 */
export const makeCheckpoint = async (db: Db, merchantId: MerchantId, every = checkpointEvery): Promise<boolean> => {
  const made = await db.write('chore.make_checkpoint', {
    name: 'make_checkpoint',
    text: `
    with base as (
      select p.last, coalesce(max(k.position), 0) as position, max(k.latest_at) as latest_at
        from transfer_positions p left join balance_checkpoints k using (merchant_id)
       where p.merchant_id = $1 group by p.last having p.last - coalesce(max(k.position), 0) >= $2),
    parts as (
      select k.account, k.currency, k.minor, k.latest_at
        from base join balance_checkpoints k on k.merchant_id = $1 and k.position = base.position
      union all
      select s.account, t.currency, s.minor, t.at
        from base join transfers t on t.merchant_id = $1 and t.position > base.position and t.position <= base.last
             ${bothSides})
    insert into balance_checkpoints (merchant_id, position, account, currency, minor, latest_at)
    select $1, base.last, account, currency, sum(minor)::bigint, (select max(latest_at) from parts)
      from parts, base group by base.last, account, currency
    on conflict do nothing returning position`,
    values: [merchantId, every],
  })
  return made.length > 0
}
