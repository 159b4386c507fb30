import { type WalletId, wallets } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

export const firstSeeded = 7_000_001
export const seededMerchants = 40
const days = 90
const contract = { basisPoints: 160, fixed: 12 }

/** A number below `below` that follows from a payment's number; `salt` tells one use from another. */
const dice = (salt: number, below: number | string): string => `abs(hashint8extended(n, ${salt}) % ${below})`

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const arrayOf = (texts: readonly string[]): string => `array[${texts.map(quoted).join(', ')}]`

const currencies = ['EUR', 'EUR', 'EUR', 'HKD', 'HKD', 'USD', 'GBP', 'JPY', 'SGD', 'CHF']
const shops = ['Tea House', 'Books', 'Outdoor', 'Perfumery', 'Ferries', 'Museum', 'Watches', 'Hotel', 'Bakery', 'Music']
/** Wallets as often as they are drawn. */
const drawn = (
  [
    ...[
      'ALIPAY_CN',
      'ALIPAY_CN',
      'ALIPAY_CN',
      'ALIPAY_HK',
      'ALIPAY_HK',
      'GCASH',
      'GCASH',
      'KAKAOPAY',
      'TNG',
      'TRUEMONEY',
    ],
    ...['DANA', 'TOSSPAY', 'NAVERPAY', 'BPI', 'MPAY'],
  ] as WalletId[]
).map((id) => wallets[id])
/** The hours of a day as often as people buy in them. */
const hours = [
  0, 7, 8, 9, 9, 10, 10, 11, 11, 12, 12, 12, 13, 13, 14, 15, 16, 17, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22, 23,
]

const currencyOf = `(${arrayOf(currencies)})[1 + (m % ${currencies.length})]`

export const isSeeded = async (tx: Tx): Promise<boolean> => {
  const text = 'select from merchants where merchant_id = $1'
  return (await tx.run({ text, values: [firstSeeded] })).length > 0
}

/** The day before which everything seeded lies: today, or the first day on which something was cleared. */
export const lastDayBefore = async (tx: Tx, now: Date): Promise<string> => {
  const [row] = await tx.run<{ day: string }>({
    text: `select (least(($1::timestamptz at time zone 'Asia/Shanghai')::date, min(clearing_day)) - 1)::text as day
             from clearing_batches`,
    values: [now],
  })
  return row?.day ?? now.toISOString().slice(0, 10)
}

export const seedMerchants = async (tx: Tx): Promise<void> => {
  await tx.run({
    text: `
    with made as (
      insert into merchants (merchant_id, name, display_name, mcc, address, settlement_currency, created_at, status)
      select $1 + m, name || ' ' || m + 1 || ' B.V.', name, '5947', '{"region":"NL","city":"Amsterdam"}', ${currencyOf},
             '2026-01-01', 'live'
        from generate_series(0, $2::int - 1) m, lateral (select (${arrayOf(shops)})[1 + m % ${shops.length}] as name) s
      returning merchant_id)
    insert into contracts (merchant_id, valid_from, fee_basis_points, fee_fixed_minor)
    select merchant_id, 'epoch', $3::bigint, $4::bigint from made`,
    values: [firstSeeded, seededMerchants, contract.basisPoints, contract.fixed],
  })
}

/** Half to even, of a positive amount. */
const share = (minor: string, basisPoints: number): string => {
  const product = `(${minor} * ${basisPoints})`
  const up = `${product} % 10000 > 5000 or (${product} % 10000 = 5000 and ${product} / 10000 % 2 = 1)`
  return `(${product} / 10000 + case when ${up} then 1 else 0 end)`
}

/**
 * Payments from number `from` to below `to`, each with what became of it. Kind: of a hundred, seven are refused, nine are never
 * paid, the rest is captured; of those four are refunded, two in part. What was captured before the last two days is settled.
 * Day after day, so that payments lie in the table as they would have come.
 */
const drawnPayments = `
  create temporary table seeded on commit drop as
  with numbers as (select n, ${dice(1, '$3::int')} as m0 from generate_series($1::bigint, $2::bigint - 1) n),
       drawn as (
         select n, least(m0, ${dice(9, '$3::int')}) as m, ${dice(2, 100)} as kind,
                $4::date - (${days - 1} - n * ${days} / $5::bigint)::int as day,
                ${dice(4, hours.length)} as hour, ${dice(5, 3600)} as second, 1 + ${dice(6, drawn.length)} as wallet,
                ${dice(7, 1000)} as size, ${dice(8, 100)} as refund,
                ${dice(10, 9000)} as cents
           from numbers),
       priced as (
         select d.*, ${firstSeeded} + m as merchant_id, ${currencyOf} as currency,
                (array[${hours.join(', ')}])[1 + hour] as at_hour,
                100 + cents + size * size / 25 * 10 as minor
           from drawn d),
       timed as (
         select p.*, lpad(merchant_id::text, 10, '0') || lpad((n + 1)::text, 10, '0') || '0000100001' as payment_id,
                (day + make_interval(hours => at_hour, secs => second)) at time zone 'Asia/Shanghai' as at
           from priced p)
  select n, merchant_id, payment_id, currency, minor, at, day, wallet, kind >= 16 as captured, kind < 7 as refused,
         kind >= 16 and day <= $4::date - 2 as settled, size,
         case when kind < 16 then 0 when refund < 4 then minor when refund < 6 then greatest(1, minor * (10 + size % 80) / 100)
              else 0 end as back,
         least(minor, ${share('minor', contract.basisPoints)} + ${contract.fixed}) as fee,
         (array[${drawn.map(({ pspId }) => quoted(pspId)).join(', ')}])[wallet] as psp_id,
         (array[${drawn.map(({ brand }) => quoted(brand)).join(', ')}])[wallet] as brand,
         to_char(day, 'YYYYMMDD') || '19401080010017' || lpad(n::text, 14, '0') as alipayplus_id,
         'C' || to_char(day, 'YYYYMMDD') || 'STD' || currency as clearing_batch_id
    from timed`

const money = (minor: string) => `jsonb_build_object('currency', currency, 'minor', (${minor})::text)`
const iso = (at: string) => `to_char((${at}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const paidAt = 'at + make_interval(secs => 20 + n % 200)'
const backAt = "at + interval '2 hours'"
const backDoneAt = "at + interval '2 hours 1 second'"
export const settledAt = "(day + 2 + time '08:00') at time zone 'UTC'"
const refundId = "left(payment_id, 20) || '000-100001'"
const network = `jsonb_build_object('alipayPlusPaymentId', alipayplus_id, 'pspId', psp_id, 'walletBrandName', brand,
  'paymentTime', to_char((${paidAt}) at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"'))`
const redirectUrl = "'https://cashier.sandbox.example/' || n"

const payments = `
  insert into payments (merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at, expires_at,
    status_changed_at, request, redirect_url, captured, captured_at, captured_minor, fee_minor, closed, refused, refused_because,
    settled, refunded_minor, refund_booked_minor, settlement_minor, network)
  select merchant_id, payment_id,
         case when refused then 2 when not captured then 3 else 3 + case when back > 0 then 2 else 0 end + settled::int end,
         currency, minor, currency, at, at + interval '10 minutes',
         case when refused then at + interval '1 second' when not captured then at + interval '10 minutes'
              when back = minor then ${backDoneAt} when settled then ${settledAt} else ${paidAt} end,
         jsonb_build_object('merchantReference', 'order-' || n, 'merchantOrderId', (100000 + n)::text, 'returnMac', md5(n::text),
           'returnUrl', 'https://shop.example/return'),
         case when not refused then ${redirectUrl} end, captured, case when captured then ${paidAt} end,
         case when captured then minor else 0 end, case when captured then fee end, not captured and not refused,
         case when refused then 120 end, case when refused then 'the wallet said no' end, settled, back, back,
         case when captured then minor end, case when captured then ${network} else '{}' end
    from seeded`

const event = (version: string, name: string, at: string, more: string, where: string) => `
  select merchant_id, payment_id, ${version}, '${name}', ${at},
         jsonb_build_object('name', '${name}', 'at', ${iso(at)}) || ${more} from seeded where ${where}`

const heard = (source: string, more = '') => `jsonb_build_object('source', '${source}'${more})`

const events = `
  insert into payment_events (merchant_id, payment_id, version, name, at, event)
  ${[
    event(
      '2',
      'refused',
      "at + interval '1 second'",
      heard('pay', ", 'code', 120, 'because', 'the wallet said no'"),
      'refused',
    ),
    event(
      '2',
      'order_placed',
      "at + interval '1 second'",
      heard('pay', `, 'redirectUrl', ${redirectUrl}`),
      'not refused',
    ),
    event('3', 'closed', "at + interval '10 minutes'", heard('inquiry'), 'not refused and not captured'),
    event(
      '3',
      'success_confirmed',
      paidAt,
      heard(
        'notification',
        `, 'amount', ${money('minor')}, 'network', ${network} || jsonb_build_object('settlementAmount', ${money('minor')})`,
      ),
      'captured',
    ),
    event(
      '4',
      'refund_asked',
      backAt,
      `jsonb_build_object('refundId', ${refundId}, 'askedBy', 'merchant', 'amount', ${money('back')}, 'booked', ${money('back')},
         'needsApproval', false)`,
      'back > 0',
    ),
    event(
      '5',
      'refund_accepted',
      backDoneAt,
      `jsonb_build_object('refundId', ${refundId}, 'settlement', ${money('back')}, 'alipayPlusRefundId', 'R' || alipayplus_id)`,
      'back > 0',
    ),
    event(
      '4 + case when back > 0 then 2 else 0 end',
      'settled',
      settledAt,
      heard('reconciliation', ", 'clearingBatchId', clearing_batch_id"),
      'settled',
    ),
  ].join(' union all ')}`

const refunds = `
  insert into refunds (merchant_id, refund_id, payment_id, asked_by, currency, amount_minor, settlement_currency, booked_minor,
    created_at, status_changed_at, request, needs_approval, approved, accepted, cancelled, settlement_minor, alipayplus_refund_id)
  select merchant_id, ${refundId}, payment_id, 'merchant', currency, back, currency, back, ${backAt}, ${backDoneAt},
         jsonb_build_object('merchantReference', 'back-' || n), false, false, true, false, back, 'R' || alipayplus_id
    from seeded where back > 0`

const lines = `
  insert into report_lines (merchant_id, transaction_request_id, transaction_type, transaction_id, clearing_batch_id, file_row,
    payment_id, original_transaction_id, transaction_time, psp_id, amount_minor, currency, settlement_minor, interchange_minor,
    service_minor, fee_difference_minor, outcome)
  select merchant_id, payment_id, 'PAYMENT', alipayplus_id, clearing_batch_id, 4 + (n % 1000000000)::int, payment_id, null,
         ${paidAt}, psp_id, minor, currency, minor, ${share('minor', 90)}, ${share('minor', 25)}, 0, 'agreed'
    from seeded where settled
  union all
  select merchant_id, ${refundId}, 'REFUND', 'R' || alipayplus_id, clearing_batch_id, 4 + (n % 1000000000)::int, payment_id,
         alipayplus_id, ${backDoneAt}, psp_id, back, currency, - back, 0, 0, 0, 'agreed'
    from seeded where settled and back > 0`

const booking = (reason: string, debit: string, credit: string, minor: string, at: string, where: string) => `
  select merchant_id, md5(payment_id || '${reason}')::uuid as transfer_id, payment_id, null::text as about, '${debit}' as debit,
         '${credit}' as credit, currency, ${minor} as minor, '${reason}' as reason, ${at} as at
    from seeded where ${where}`

const bookings = [
  booking('captured', 'receivable', 'pending', 'minor', paidAt, 'captured'),
  booking('refund asked', 'pending', 'refunds_in_flight', 'back', backAt, 'back > 0'),
  booking('refund accepted', 'refunds_in_flight', 'receivable', 'back', backDoneAt, 'back > 0'),
].join(' union all ')

export const run = (tx: Tx, text: string, ...values: unknown[]) => tx.run({ text, values })

/** Where postings and the sums of batches are gathered until all payments are there. */
export const beginSeeding = async (tx: Tx): Promise<void> => {
  await run(tx, `select set_config('work_mem', '256MB', true), set_config('synchronous_commit', 'off', true)`)
  await run(
    tx,
    `create temporary table booked (merchant_id bigint, transfer_id uuid, payment_id text, about text, debit text, credit text,
       currency text, minor bigint, reason text, at timestamptz) on commit drop`,
  )
  await run(
    tx,
    `create temporary table cleared (merchant_id bigint, clearing_batch_id text, currency text, day date, lines bigint,
       gross bigint, fees bigint, interchange bigint, service bigint, kept bigint, fee bigint) on commit drop`,
  )
}

export const seedPayments = async (
  tx: Tx,
  { from, to, count, lastDay }: { from: number; to: number; count: number; lastDay: string },
): Promise<void> => {
  await run(tx, drawnPayments, from, to, seededMerchants, lastDay, count)
  for (const text of [payments, events, refunds, lines, `insert into booked ${bookings}`]) await run(tx, text)
  await run(
    tx,
    `insert into cleared
     select merchant_id, clearing_batch_id, currency, day, count(*) + count(*) filter (where back > 0), sum(minor - back),
            count(*) * 2, sum(${share('minor', 90)}), sum(${share('minor', 25)}), sum(minor - back), sum(fee)
       from seeded where settled group by 1, 2, 3, 4`,
  )
  await run(tx, 'drop table seeded')
}
