import { type Invariant, type Look, look } from './verdict.store.ts'

/** Tables whose rows name a payment, and so its merchant: its id begins with the merchant's. */
const tables = [
  ...['payments', 'payment_events', 'messages', 'refunds', 'disputes', 'webhook_events', 'transfers', 'exceptions'],
  ...['exception_notes', 'idempotence_keys', 'report_lines', 'breaks', 'remittance_payments'],
  'remittance_kept',
]

const prefixes = tables.map(
  (table): Look => ({
    looked: `select count(*) from ${table}`,
    broken: `select concat_ws(' ', '${table}', merchant_id, payment_id) as id from ${table}
              where payment_id ~ '^\\d{30}$' and left(payment_id, 10)::bigint <> merchant_id`,
  }),
)

/** What belongs to a payment, whose payment must be its merchant's. */
const existing = ['payment_events', 'refunds', 'disputes', 'webhook_events', 'transfers'].map(
  (table): Look => ({
    looked: 'select 0::bigint',
    broken: `select concat_ws(' ', '${table}', t.merchant_id, t.payment_id) as id from ${table} t
              where t.payment_id is not null
                and not exists (select from payments p where p.merchant_id = t.merchant_id and p.payment_id = t.payment_id)`,
  }),
)

const deliveries: Look = {
  looked: 'select count(*) from webhook_deliveries',
  broken: `select concat_ws(' ', 'webhook_deliveries', d.merchant_id, d.event_id) as id from webhook_deliveries d
            where not exists (select from webhook_events e where e.merchant_id = d.merchant_id and e.event_id = d.event_id)
               or not exists (select from webhook_endpoints p
                               where p.merchant_id = d.merchant_id and p.endpoint_id = d.endpoint_id)`,
}

export const merchantsAreApart: Invariant = {
  number: 8,
  says: "no row refers to another merchant's row",
  check: (tx) => look(tx, ...prefixes, ...existing, deliveries),
}
