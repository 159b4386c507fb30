import type pg from 'pg'

export const merchantId = '9100001'

/** Of payments: how many of the days before are paid on this one, and how many of this one's are refunded. */
const [paidShare, refundedShare] = [10, 50]

const paymentId = `lpad($1::bigint::text, 10, '0') || lpad(n::text, 10, '0') || '0000100001'`
const refundId = `lpad($1::bigint::text, 10, '0') || lpad(n::text, 10, '0') || '000-100001'`
const at = `'2026-11-24T00:00:00Z'::timestamptz + n * interval '50 ms'`
const amount = '(100 + n * 37 % 20000)'
const settledAt = `'2026-11-24T04:00:00Z'::timestamptz`

export type Day = { readonly earlier: number; readonly records: bigint; readonly upTo: bigint }

/**
 * A merchant's day: so many payments captured, each posted and with its position; one of fifty refunded in part; and a clearing
 * batch of earlier ones, a tenth as many, paid with a difference, which is a record of its own.
 */
export const makeDay = async (database: pg.Client, count: number): Promise<Day> => {
  const run = (text: string, ...more: unknown[]) => database.query(text, [merchantId, ...more])
  const [earlier, refunds] = [Math.floor(count / paidShare), Math.floor(count / refundedShare)]
  const all = earlier + count
  await run(
    `insert into merchants (merchant_id, name, display_name, mcc, address, settlement_currency, created_at)
     values ($1, 'Bench', 'Bench', '5947', '{"region":"NL"}', 'EUR', '2026-01-01')`,
  )
  await run(
    `insert into payments (merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at, expires_at,
       status_changed_at, request, redirect_url, captured, captured_at, captured_minor, fee_minor, settlement_minor, network)
     select $1::bigint, ${paymentId}, 3, 'EUR', ${amount}, 'EUR', ${at}, ${at}, ${at},
            jsonb_build_object('merchantReference', 'order ' || n, 'countryCode', 'NL'), 'https://wallet.example/', true, ${at},
            ${amount}, 10, ${amount}, '{}'
       from generate_series(1, $2::int) n`,
    all,
  )
  await run(
    `insert into refunds (merchant_id, refund_id, payment_id, asked_by, currency, amount_minor, settlement_currency, booked_minor,
       created_at, status_changed_at, request, needs_approval, approved, accepted, cancelled)
     select $1::bigint, ${refundId}, ${paymentId}, 'merchant', 'EUR', 50, 'EUR', 50, ${at}, ${at}, '{}', false, false, true, false
       from generate_series($2::int + 1, $2::int + $3::int) n`,
    earlier,
    refunds,
  )
  const transfers = `insert into transfers
       (merchant_id, transfer_id, payment_id, about, debit, credit, currency, minor, reason, at, accounting_date, position)`
  const posted = (what: string, about: string, debit: string, credit: string, minor: string, position: string) =>
    `select $1::bigint, md5('${what}' || n)::uuid, ${paymentId}, ${about}, '${debit}', '${credit}', 'EUR', ${minor}, '${what}',
            ${at}, '2026-11-24'::date, ${position}`
  // A refund is posted a hundred captures after its own.
  const before = (n: string) => `2 * greatest(0, least(${n} - $3::int - 100, $4::int))`
  await run(
    `${transfers}
     ${posted('captured', 'null', 'receivable', 'pending', amount, `n + ${before('n')}`)} from generate_series(1, $2::int) n
     union all
     ${posted('refund asked', refundId, 'pending', 'refunds_in_flight', '50', `n + 99 + ${before('n + 99')} + 1`)}
       from generate_series($3::int + 1, $3::int + $4::int) n
     union all
     ${posted('refund accepted', refundId, 'refunds_in_flight', 'receivable', '50', `n + 99 + ${before('n + 99')} + 2`)}
       from generate_series($3::int + 1, $3::int + $4::int) n`,
    ...[all, earlier, refunds],
  )
  const [settled, upTo] = ['BENCH-BATCH', all + 2 * refunds + 1]
  await run(
    `${transfers}
     select $1::bigint, md5('settled')::uuid, null, '${settled}', 'pending', 'available', 'EUR', sum(settlement_minor) + 7,
            'settled', ${settledAt}, '2026-11-24', $3
       from payments where merchant_id = $1 and substr(payment_id, 11, 10)::int <= $2`,
    ...[earlier, upTo],
  )
  await run(
    `insert into report_lines
     select $1::bigint, ${paymentId}, 'PAYMENT', 'T' || n, '${settled}', n, ${paymentId}, null, ${at}, null, ${amount}, 'EUR',
            ${amount}, 0, 0, 0, 'agreed' from generate_series(1, $2::int) n`,
    earlier,
  )
  await run(
    `insert into payment_events (merchant_id, payment_id, version, name, at, event)
     select $1::bigint, ${paymentId}, 3, 'settled', ${settledAt}, '{"clearingBatchId": "${settled}"}'
       from generate_series(1, $2::int) n`,
    earlier,
  )
  await database.query('vacuum analyze payments, transfers, refunds, report_lines, payment_events')
  return { earlier, records: BigInt(count + refunds + earlier + 1), upTo: BigInt(upTo) }
}
