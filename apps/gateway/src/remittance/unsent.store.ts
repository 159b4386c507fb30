import {
  type Currency,
  dayAt,
  type KeptBackReason,
  type KybStatus,
  type MerchantStatus,
  type RemittanceId,
  whyKeptBack,
} from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import { withHeldMoney } from './kept-back.store.ts'
import type { RemittanceRow } from './remittance.row.ts'

const isOnHold = (about: 'merchant' | 'remittance', object: string) =>
  `exists (select from holds h where h.merchant_id = r.merchant_id and h.about = '${about}' and h.object_id = ${object}
              and h.released_at is null)`

/** SQL: what is looked at before a remittance r is told to the bank, at the instant $1. */
const standing = `
  (select m.status from merchants m where m.merchant_id = r.merchant_id) as merchant_status, k.status as kyb_status,
  k.review_on::text as review_on, ${isOnHold('merchant', 'r.merchant_id::text')} as is_merchant_held,
  ${isOnHold('remittance', 'r.remittance_id')} as is_held,
  exists (select from holds h where h.merchant_id = r.merchant_id and h.about = 'payment' and h.released_at is null)
    as has_held_payments,
  coalesce((select a.version = (r.account ->> 'version')::integer from payout_accounts a
             where a.merchant_id = r.merchant_id and a.currency = r.currency and a.usable_from <= $1 and a.closed_at is null
             order by a.version desc limit 1), false) as is_account_current`

type Looked = Row & {
  readonly merchant_id: bigint
  readonly remittance_id: RemittanceId
  readonly currency: Currency
  readonly merchant_status: MerchantStatus
  readonly kyb_status: KybStatus | null
  readonly review_on: string | null
  readonly is_merchant_held: boolean
  readonly is_held: boolean
  readonly has_held_payments: boolean
  readonly is_account_current: boolean
}

type Reads = { readonly read: Db['read'] | Tx['run'] }

/** Why remittances are kept back, by their ids; what nothing is in the way of is not there. */
const reasonsOf = async (
  reads: Reads,
  rows: readonly Looked[],
  at: Date,
): Promise<ReadonlyMap<RemittanceId, KeptBackReason>> => {
  const merchants = rows.filter((row) => row.has_held_payments).map((row) => row.merchant_id.toString())
  const held = await withHeldMoney(reads, [...new Set(merchants)])
  return new Map(
    rows.flatMap((row) => {
      const standing = {
        ...{ status: row.merchant_status, kyb: row.kyb_status ?? undefined },
        ...{ reviewOn: row.review_on ?? undefined, isHeld: row.is_merchant_held },
      }
      const isPaymentHeld = held.has(row.remittance_id)
      const own = { standing, isHeld: row.is_held, isPaymentHeld, isAccountCurrent: row.is_account_current }
      const reason = whyKeptBack(own, dayAt(at, 0))
      return reason === undefined ? [] : [[row.remittance_id, reason] as const]
    }),
  )
}

/** Why remittances that the bank was not told of are kept back. */
export const keptBack = async (db: Pick<Db, 'read'>, at: Date): Promise<ReadonlyMap<RemittanceId, KeptBackReason>> => {
  const rows = await db.read<Looked & { is_unwritable: boolean }>({
    text: `select r.merchant_id, r.remittance_id, ${standing},
                  exists (select from breaks b where b.kind = 'remittance_unwritable' and b.about = r.remittance_id
                             and b.resolved_at is null) as is_unwritable
             from remittances r left join merchant_kyb k using (merchant_id)
            where r.status = any ('{awaiting_approval,approved}') and r.file_id is null`,
    values: [at],
  })
  const unwritable = rows
    .filter((row) => row.is_unwritable)
    .map((row) => [row.remittance_id, 'order_unwritable'] as const)
  return new Map([...unwritable, ...(await reasonsOf(db, rows, at))])
}

const approved = `select r.*, ${standing} from remittances r left join merchant_kyb k using (merchant_id)
  where r.status = 'approved' and r.file_id is null`

type Approved = RemittanceRow & Looked

const toSend = async (reads: Reads, rows: readonly Approved[], at: Date): Promise<RemittanceRow[]> => {
  const reasons = await reasonsOf(reads, rows, at)
  return rows.filter((row) => !reasons.has(row.remittance_id))
}

/** What the bank is to be told at an instant. */
export const remittancesToSend = async (db: Pick<Db, 'read'>, at: Date): Promise<RemittanceRow[]> => {
  const rows = await db.read<Approved>({ name: 'remittances_to_send', text: approved, values: [at] })
  return toSend(db, rows, at)
}

/** The most orders of one file. */
const ordersAtMost = 10_000

/** What is to be told to the bank in a currency, held until the transaction ends; what another holds is left to it. */
export const holdRemittancesToSend = async (tx: Tx, currency: string, at: Date): Promise<RemittanceRow[]> => {
  const rows = await tx.run<Approved>({
    text: `${approved} and r.currency = $2
            order by r.merchant_id, r.remittance_id collate "C" for update of r skip locked`,
    values: [at, currency],
  })
  return (await toSend({ read: tx.run }, rows, at)).slice(0, ordersAtMost)
}
