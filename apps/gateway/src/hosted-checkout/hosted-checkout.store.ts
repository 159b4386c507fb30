import { type HostedCheckout, type MerchantId, money } from '@silkgate/domain'
import { claimedWith, type IdempotenceRow } from '../idempotence/index.ts'
import type { Db } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import type { CheckoutRequest, StoredCheckout } from './hosted-checkout.row.ts'

const checkouts = tableOf(
  'hosted_checkouts',
  `merchant_id bigint, hosted_checkout_id uuid, secret_hash bytea, currency text, amount_minor bigint,
   created_at timestamptz, expires_at timestamptz, request jsonb`,
)

type CheckoutRow = {
  merchant_id: bigint
  hosted_checkout_id: string
  secret_hash: Buffer
  currency: string
  amount_minor: bigint
  created_at: Date
  expires_at: Date
  request: CheckoutRequest
  attempts: number
  payment_id: string | null
  cancelled_at: Date | null
  deleted_at: Date | null
}

const fromRow = (row: CheckoutRow): StoredCheckout => {
  const checkout: HostedCheckout = {
    merchantId: row.merchant_id.toString(),
    hostedCheckoutId: row.hosted_checkout_id,
    amount: money(row.currency, row.amount_minor),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    paymentId: row.payment_id ?? undefined,
    cancelledAt: row.cancelled_at ?? undefined,
    deletedAt: row.deleted_at ?? undefined,
  }
  return { checkout, request: row.request, secretHash: row.secret_hash }
}

/** Stores a new checkout, and claims its idempotence key with it; answers false when the key is another request's. */
export const insertCheckout = async (
  db: Db,
  { checkout, request, secretHash }: StoredCheckout,
  key: IdempotenceRow | undefined,
): Promise<boolean> => {
  const row = {
    merchant_id: checkout.merchantId,
    hosted_checkout_id: checkout.hostedCheckoutId,
    secret_hash: `\\x${secretHash.toString('hex')}`,
    currency: checkout.amount.currency,
    amount_minor: checkout.amount.minor.toString(),
    created_at: checkout.createdAt,
    expires_at: checkout.expiresAt,
    request,
  }
  const keys = key === undefined ? [] : [key]
  const values: unknown[] = []
  const text = `
  with ${claimedWith(keys, values)} opened as (
    ${insertOf(checkouts, [row], values)} ${key === undefined ? '' : 'where exists (select from claimed)'} returning merchant_id)
  select from opened`
  const name = `insert_hosted_checkout_${keys.length}`
  return (await db.write('checkout.commit_intent', { name, text, values })).length === 1
}

/** A merchant's checkout, with whatever became of it. */
export const readCheckout = async (
  db: Db,
  merchantId: MerchantId,
  hostedCheckoutId: string,
): Promise<StoredCheckout | undefined> => {
  const [row] = await db.read<CheckoutRow>({
    name: 'read_hosted_checkout',
    text: 'select * from hosted_checkouts where merchant_id = $1 and hosted_checkout_id = $2',
    values: [merchantId, hostedCheckoutId],
  })
  return row && fromRow(row)
}

const endCheckout =
  (column: 'cancelled_at' | 'deleted_at') =>
  async (db: Db, { checkout }: StoredCheckout, at: Date): Promise<boolean> => {
    const ended = await db.write('checkout.commit_end', {
      name: `end_hosted_checkout_${column}`,
      text: `update hosted_checkouts set ${column} = $4
              where merchant_id = $1 and hosted_checkout_id = $2 and attempts = $3 and ${column} is null
              returning merchant_id`,
      values: [checkout.merchantId, checkout.hostedCheckoutId, checkout.attempts, at],
    })
    return ended.length === 1
  }

/** Notes that the consumer has cancelled; answers false when a payment was begun meanwhile. */
export const cancelCheckout = endCheckout('cancelled_at')

/** Notes that the merchant has deleted it; answers false when a payment was begun meanwhile. */
export const deleteCheckout = endCheckout('deleted_at')
