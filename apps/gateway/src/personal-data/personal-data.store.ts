import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** What the consumer's shop told of them with an order. */
export type PersonalData = {
  readonly merchantCustomerId?: string
  readonly userAgent?: string
  readonly countryCode?: string
  readonly descriptor?: string
  readonly returnUrl?: string
}

const told = ['merchantCustomerId', 'userAgent', 'countryCode', 'descriptor']

/** Undefined where the payment is not there, or is another merchant's. */
export const readPersonalData = async (
  db: Pick<Db, 'read'>,
  paymentId: string,
  scope: MerchantId | undefined,
): Promise<PersonalData | undefined> => {
  const [row] = await db.read<{ request: PersonalData }>({
    text: `select request from payments
            where merchant_id = left($1, 10)::bigint and payment_id = $1 and ($2::bigint is null or merchant_id = $2)`,
    values: [paymentId, scope ?? null],
  })
  if (row === undefined) return undefined
  const { merchantCustomerId, userAgent, countryCode, descriptor, returnUrl } = row.request
  return JSON.parse(
    JSON.stringify({ merchantCustomerId, userAgent, countryCode, descriptor, returnUrl }),
  ) as PersonalData
}

/** One payment, or all that a merchant's customer made. */
export type WhosePayments =
  | { readonly paymentId: string }
  | { readonly merchantId: MerchantId; readonly customer: string }

/** Payments by their ids, or all that a merchant's customer made, locked; those under way are named. */
export const lockForErasing = async (
  tx: Tx,
  by: WhosePayments,
): Promise<{ readonly ids: readonly string[]; readonly underWay: readonly string[] }> => {
  const [condition, values] =
    'paymentId' in by
      ? ['merchant_id = left($1, 10)::bigint and payment_id = $1', [by.paymentId]]
      : [`merchant_id = $1 and request ->> 'merchantCustomerId' = $2`, [by.merchantId, by.customer]]
  const rows = await tx.run<{ payment_id: string; is_under_way: boolean }>({
    text: `select payment_id, due_at is not null or refunding_minor > 0 or disputing_minor > 0 as is_under_way
             from payments where ${condition} order by payment_id for update`,
    values: values as unknown[],
  })
  return {
    ids: rows.map(({ payment_id }) => payment_id),
    underWay: rows.filter(({ is_under_way }) => is_under_way).map(({ payment_id }) => payment_id),
  }
}

const gone = "'(erased)'"
const ofPayments = 'merchant_id = any ($2) and payment_id = any ($1)'
const whole = `request - array[${told.map((name) => `'${name}'`).join(', ')}]`
const withoutQuery = (url: string) => `split_part(split_part(${url}, '?', 1), '#', 1)`
const shortUrl = `case when request ? 'returnUrl' then jsonb_build_object('returnUrl', ${withoutQuery("request ->> 'returnUrl'")})
  else '{}' end`

/** Everything that tells of a consumer, of the payments $1 of the merchants $2. Amounts, times and ids stay. */
const erasures: readonly string[] = [
  `update payments set request = (${whole}) || ${shortUrl} where ${ofPayments}`,
  `update messages set request_body = ${gone}, response_body = ${gone} where ${ofPayments}`,
  // Of what happened to a payment, the program may change nothing but this.
  'select erase_reasons($2, $1)',
  `update refunds set request = request - array['reason', 'descriptor'] where ${ofPayments}`,
  `update disputes set reason = ${gone} where ${ofPayments} and reason is not null`,
  `delete from dispute_files where merchant_id = any ($2)
     and dispute_id in (select dispute_id from disputes where ${ofPayments})`,
  `update disputes set files = '[]' where ${ofPayments} and files <> '[]'`,
  `update hosted_checkouts set request = (${whole}) || ${shortUrl} || '{"lines": []}' where ${ofPayments}`,
  // A repeat of the request is answered with the payment as it is.
  `update idempotence_keys set answer_status = null, answer_body = null where ${ofPayments}`,
  `update exceptions set resolution = ${gone} where ${ofPayments} and resolution is not null`,
  `update exception_notes set note = ${gone} where ${ofPayments}`,
  `update payment_notes set note = ${gone} where ${ofPayments}`,
  `update break_notes set note = ${gone} where break_id in (select break_id from breaks where ${ofPayments})`,
  `update breaks set reason = ${gone} where ${ofPayments} and reason is not null`,
  `update webhook_attempts a set answer = null from webhook_events e
    where e.merchant_id = any ($2) and e.payment_id = any ($1) and a.merchant_id = e.merchant_id and a.event_id = e.event_id`,
]

export const erase = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const merchants = [...new Set(ids.map((id) => BigInt(id.slice(0, 10))))]
  for (const text of erasures) await tx.run({ text, values: [ids, merchants] })
}

/** What a page may still do in a customer's name ends with it. */
export const endSessionsOf = async (tx: Tx, merchantId: MerchantId, customer: string): Promise<void> => {
  const text = 'delete from client_sessions where merchant_id = $1 and customer_id = $2'
  await tx.run({ text, values: [merchantId, customer] })
}
