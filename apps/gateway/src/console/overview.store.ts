import type { Account, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** How many payments began since, by what has become of them. */
export type Funnel = {
  readonly created: number
  readonly redirected: number
  readonly captured: number
  readonly paid: number
  readonly unsuccessful: number
}

const whose = '($1::bigint is null or p.merchant_id = $1)'

export const readFunnel = async (db: Db, merchantId: MerchantId | undefined, since: Date): Promise<Funnel> => {
  const [row] = await db.read<Funnel>({
    text: `
    select count(*)::integer as created, count(*) filter (where redirect_url is not null)::integer as redirected,
           count(*) filter (where captured)::integer as captured, count(*) filter (where settled)::integer as paid,
           count(*) filter (where closed or refused is not null)::integer as unsuccessful
      from payments p where ${whose} and p.created_at >= $2`,
    values: [merchantId ?? null, since],
  })
  return row ?? { created: 0, redirected: 0, captured: 0, paid: 0, unsuccessful: 0 }
}

/** What needs somebody, each as a count. */
export type Attention = {
  readonly openBreaks: number
  readonly openExceptions: number
  readonly overdueExceptions: number
  readonly unknownOutcomes: number
}

export const readAttention = async (db: Db, merchantId: MerchantId | undefined, now: Date): Promise<Attention> => {
  const [row] = await db.read<Attention>({
    text: `
    select (select count(*) from breaks p where resolved_at is null and ${whose})::integer as "openBreaks",
           (select count(*) from exceptions p where resolved_at is null and ${whose})::integer as "openExceptions",
           (select count(*) from exceptions p where resolved_at is null and deadline_at < $2 and ${whose})::integer
             as "overdueExceptions",
           (select count(*) from payments p where due_at is not null and (closing or success_heard) and ${whose})::integer
             as "unknownOutcomes"`,
    values: [merchantId ?? null, now],
  })
  return row ?? { openBreaks: 0, openExceptions: 0, overdueExceptions: 0, unknownOutcomes: 0 }
}

/** The accounts through which merchants' money goes, in that order. */
export const onItsWay = [
  'pending',
  'available',
  'reserve',
  'remittance_in_transit',
] as const satisfies readonly Account[]
