import type { Account, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** What needs somebody, each as a count. */
export type Attention = {
  readonly openBreaks: number
  readonly openExceptions: number
  readonly overdueExceptions: number
  readonly unknownOutcomes: number
  readonly openDisputes: number
  readonly refundsToDecide: number
  readonly remittancesToDecide: number
}

const whose = '($1::bigint is null or p.merchant_id = $1)'

/** Each by the condition that its list goes by. */
export const readAttention = async (db: Db, merchantId: MerchantId | undefined, now: Date): Promise<Attention> => {
  const [row] = await db.read<Attention>({
    name: 'overview_attention',
    text: `
    select (select count(*) from breaks p where resolved_at is null and ${whose})::integer as "openBreaks",
           (select count(*) from exceptions p where resolved_at is null and ${whose})::integer as "openExceptions",
           (select count(*) from exceptions p where resolved_at is null and deadline_at < $2 and ${whose})::integer
             as "overdueExceptions",
           (select count(*) from payments p
             where due_at is not null and not captured and (closing or success_heard) and ${whose})::integer as "unknownOutcomes",
           (select count(*) from disputes p where answer is null and outcome is null and ${whose})::integer as "openDisputes",
           (select count(*) from refunds p where not accepted and not cancelled and refused_because is null
               and needs_approval and not approved and ($1::bigint is null or asked_by = 'merchant') and ${whose})::integer
             as "refundsToDecide",
           (select count(*) from remittances p where status = 'awaiting_approval' and ${whose})::integer
             as "remittancesToDecide"`,
    values: [merchantId ?? null, now],
  })
  if (row === undefined) throw new Error('Broken invariant: a count has a row')
  return row
}

/** The accounts through which merchants' money goes, in that order. */
export const onItsWay = [
  'pending',
  'available',
  'reserve',
  'remittance_in_transit',
] as const satisfies readonly Account[]

/** What merchants' banks have confirmed since, by currency. */
export const readRemitted = async (
  db: Db,
  merchantId: MerchantId | undefined,
  since: Date,
): Promise<ReadonlyMap<string, bigint>> => {
  const rows = await db.read<{ currency: string; minor: bigint }>({
    text: `select currency, sum(minor)::bigint as minor from remittances p
            where confirmed_at is not null and status = 'confirmed' and confirmed_at >= $2 and ${whose} group by currency`,
    values: [merchantId ?? null, since],
  })
  return new Map(rows.map(({ currency, minor }) => [currency, minor]))
}
