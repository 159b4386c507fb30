import {
  type Currency,
  dayAt,
  type KeptBackReason,
  type KybStatus,
  type MerchantStatus,
  whyKeptBack,
} from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import type { RemittanceRow } from './remittance.row.ts'

/** SQL: a payment in it, or in one that it carries, was put on hold after it was made: what was held before is not in it. */
const isPaymentHeld = `exists (
  with recursive parts as (
    select r.remittance_id as id
    union select c.remittance_id from parts join remittances c on c.merchant_id = r.merchant_id and c.carried_into = parts.id)
  select from parts join remittance_payments m on m.merchant_id = r.merchant_id and m.remittance_id = parts.id
    join holds h on h.merchant_id = r.merchant_id and h.about = 'payment' and h.object_id = m.payment_id
   where h.released_at is null and h.placed_at > r.created_at)`

const isOnHold = (about: 'merchant' | 'remittance', object: string) =>
  `exists (select from holds h where h.merchant_id = r.merchant_id and h.about = '${about}' and h.object_id = ${object}
              and h.released_at is null)`

/** SQL: what is looked at before a remittance r is told to the bank, at the instant $1. */
const standing = `
  (select m.status from merchants m where m.merchant_id = r.merchant_id) as merchant_status, k.status as kyb_status,
  k.review_on::text as review_on, ${isOnHold('merchant', 'r.merchant_id::text')} as is_merchant_held,
  ${isOnHold('remittance', 'r.remittance_id')} as is_held, ${isPaymentHeld} as is_payment_held,
  coalesce((select a.version = (r.account ->> 'version')::integer from payout_accounts a
             where a.merchant_id = r.merchant_id and a.currency = r.currency and a.usable_from <= $1
             order by a.version desc limit 1), false) as is_account_current`

type Looked = Row & {
  readonly remittance_id: string
  readonly currency: Currency
  readonly merchant_status: MerchantStatus
  readonly kyb_status: KybStatus | null
  readonly review_on: string | null
  readonly is_merchant_held: boolean
  readonly is_held: boolean
  readonly is_payment_held: boolean
  readonly is_account_current: boolean
}

const reasonOf = (row: Looked, at: Date): KeptBackReason | undefined =>
  whyKeptBack(
    {
      standing: {
        ...{ status: row.merchant_status, kyb: row.kyb_status ?? undefined },
        ...{ reviewOn: row.review_on ?? undefined, isHeld: row.is_merchant_held },
      },
      ...{ isHeld: row.is_held, isPaymentHeld: row.is_payment_held, isAccountCurrent: row.is_account_current },
    },
    dayAt(at, 0),
  )

/** Why remittances that the bank was not told of are kept back, by their ids; what nothing is in the way of is not there. */
export const keptBack = async (db: Pick<Db, 'read'>, at: Date): Promise<ReadonlyMap<string, KeptBackReason>> => {
  const rows = await db.read<Looked>({
    text: `select r.remittance_id, ${standing} from remittances r left join merchant_kyb k using (merchant_id)
            where r.status = any ('{awaiting_approval,approved}') and r.file_id is null`,
    values: [at],
  })
  return new Map(
    rows.flatMap((row) => {
      const reason = reasonOf(row, at)
      return reason === undefined ? [] : [[row.remittance_id, reason] as const]
    }),
  )
}

const isApproved = `r.status = 'approved' and r.file_id is null`

/** Currencies in which there is something to tell the bank at an instant. */
export const currenciesToSend = async (db: Db, at: Date): Promise<Currency[]> => {
  const rows = await db.read<Looked>({
    name: 'currencies_to_send',
    text: `select r.remittance_id, r.currency, ${standing} from remittances r left join merchant_kyb k using (merchant_id)
            where ${isApproved}`,
    values: [at],
  })
  return [...new Set(rows.filter((row) => reasonOf(row, at) === undefined).map(({ currency }) => currency))].sort()
}

/** The most orders of one file. */
const ordersAtMost = 10_000

/** What is to be told to the bank in a currency, held until the transaction ends; what another holds is left to it. */
export const ordersToSend = async (tx: Tx, currency: string, at: Date): Promise<RemittanceRow[]> => {
  const rows = await tx.run<RemittanceRow & Looked>({
    text: `select r.*, ${standing} from remittances r left join merchant_kyb k using (merchant_id)
            where ${isApproved} and r.currency = $2
            order by r.merchant_id, r.remittance_id collate "C" for update of r skip locked`,
    values: [at, currency],
  })
  return rows.filter((row) => reasonOf(row, at) === undefined).slice(0, ordersAtMost)
}
