import { type Account, type MerchantId, type WxCode, wxCodeOf } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import type { Range } from './report.store.ts'

/** Whose movements, and which of them: positions of postings and of events. */
export type Span = { readonly merchantId: MerchantId; readonly positions: Range; readonly events: Range }

/**
 * One record of the WX file, all of it as text; what it does not have is undefined. Amounts are in the smallest unit of their
 * currency: `minor` in that of settlement, positive where it is to the merchant; `localMinor` in that of the payment.
 */
export type Movement = {
  readonly code: WxCode
  /** Told only because the books made more due, or less, than is told of the payments. */
  readonly isCorrection: boolean
  readonly paymentId: string | undefined
  /** The refund or the claim. */
  readonly objectId: string | undefined
  /** In Amsterdam, `2026-11-24T01:00:00`. */
  readonly at: string
  /** The day in Amsterdam on which its payment was paid. */
  readonly paidOn: string | undefined
  readonly currency: string
  readonly minor: string
  readonly localCurrency: string
  readonly localMinor: string
  readonly status: string
  readonly reference: string | undefined
  readonly orderId: string | undefined
  readonly country: string | undefined
  readonly originalMinor: string | undefined
}

const ownSide = `t.debit in ('pending', 'available')`

/** SQL: what is told of a transfer t and its payment p, and of the refund r or the dispute d that it is about. */
const told = (status: number): string => `
  t.reason, t.debit, t.credit, t.payment_id, t.about, t.at, t.currency, case when ${ownSide} then - t.minor else t.minor end,
  coalesce(p.currency, t.currency),
  case when t.reason = 'refund rate' then 0
       else coalesce(r.amount_minor, d.taken_minor, p.amount_minor, 0) * case when ${ownSide} then -1 else 1 end end,
  case when r.refund_id is not null
       then case when r.refused_because is not null and t.reason = 'refund undone' then 1850
                 when t.reason = 'refund undone' then 99999
                 when exists (select from transfers a where a.merchant_id = t.merchant_id and a.about = t.about
                                 and a.reason = 'refund accepted' and a.position <= $3) then 1800
                 else 800 end
       when d.dispute_id is not null then case when t.reason = 'dispute lost' then 1520 else 1000 end
       else ${status} end,
  coalesce(p.merchant_reference, left(t.payment_id, 20), t.about), p.merchant_order_id, p.request ->> 'countryCode',
  p.amount_minor`

const facts = `
  left join payments p on p.merchant_id = t.merchant_id and p.payment_id = t.payment_id
  left join refunds r on r.merchant_id = t.merchant_id and r.refund_id = t.about
  left join disputes d on d.merchant_id = t.merchant_id and d.dispute_id = t.about`

const inRange = 't.merchant_id = $1 and t.position > $2 and t.position <= $3'

/** What happened, as it was posted. */
const happened = `select ${told(800)}, null, null from transfers t ${facts} where ${inRange} order by t.position`

/** Payments that became PAID: for each, all that was pending for it, which is due now. */
const paid = `
  select ${told(1000)}, g.about, g.paid_at
    from (select distinct batch.about, batch.at as paid_at, l.payment_id
            from (select distinct about, at from transfers t
                   where ${inRange} and reason in ('settled', 'fee') and payment_id is null) batch
            join report_lines l on l.merchant_id = $1 and l.clearing_batch_id = batch.about and l.transaction_type = 'PAYMENT'
            join payment_events e on e.merchant_id = $1 and e.payment_id = l.payment_id and e.name = 'settled'
                                 and e.at = batch.at and e.event ->> 'clearingBatchId' = batch.about) g
    join transfers t on t.merchant_id = $1 and t.payment_id = g.payment_id ${facts}
   where 'pending' in (t.debit, t.credit)
   order by g.paid_at, g.about collate "C", g.payment_id collate "C", t.position, t.transfer_id`

/** Where the books made more due, or less, than was said of the payments, by batch and currency. */
const corrections = `
  with booked as (
    select t.about, t.at, t.currency, sum(case when t.credit = 'available' then t.minor else - t.minor end) as minor
      from transfers t where ${inRange} and t.reason = 'settled' group by 1, 2, 3),
  said as (select * from json_to_recordset($4) as one (about text, at timestamptz, currency text, minor numeric))
  select about, at::text, currency, diff::text as minor
    from (select about, at, currency, (coalesce(b.minor, 0) - coalesce(s.minor, 0))::bigint as diff
            from booked b full join said s using (about, at, currency)) f
   where diff <> 0 order by f.at, about collate "C", currency`

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A cell of COPY's text format. */
const cellOf = (cell: string): string | undefined => {
  if (!cell.includes('\\')) return cell
  return cell === '\\N' ? undefined : cell.replaceAll(/\\(.)/g, (_, one: string) => escapes[one] ?? one)
}

/** A record's code by what was posted, looked up once for each kind of posting; undefined where it is no record. */
const codes = (isPaid: boolean): ((reason: string, debit: string, credit: string) => WxCode | undefined) => {
  const known = new Map<string, WxCode | undefined>()
  return (reason, debit, credit) => {
    const key = `${reason}\t${debit}\t${credit}`
    if (!known.has(key)) {
      known.set(key, wxCodeOf({ reason, debit: debit as Account, credit: credit as Account, isPaid }))
    }
    return known.get(key)
  }
}

/** COPY takes no parameters: the merchant and the positions, which are numbers, are written in. */
const filledIn = (text: string, { merchantId, positions }: Span): string => {
  const values = [BigInt(merchantId), positions.after, positions.upTo]
  return text.replaceAll(/\$([123])\b/g, (_, number: string) => `${values[Number(number) - 1]}`)
}

const dayAndTime = (at: string): string => `${at.slice(0, 10)}T${at.slice(11, 19)}`

/** Cells of rows as PostgreSQL copies them: formatting one costs less here than an expression for it there. */
async function* rowsOf(tx: Tx, query: string): AsyncGenerator<readonly (readonly string[])[]> {
  const text = new TextDecoder()
  let begun = ''
  for await (const piece of tx.copyOut(query, 'format text')) {
    const lines = (begun + text.decode(piece, { stream: true })).split('\n')
    begun = lines.pop() ?? ''
    yield lines.map((line) => line.split('\t'))
  }
}

type Sum = { readonly about: string; readonly at: string; readonly currency: string; minor: bigint }

const addTo = (said: Map<string, Sum>, about: string, at: string, { currency, minor }: Movement): void => {
  const key = `${about}\t${at}\t${currency}`
  const sum = said.get(key) ?? { about, at, currency, minor: 0n }
  sum.minor += BigInt(minor)
  said.set(key, sum)
}

const movementOf = (code: WxCode, isPaid: boolean, cells: readonly string[]): Movement => {
  const [, , , paymentId = '', objectId = '', at = '', currency = '', minor = '', localCurrency = '', ...rest] = cells
  const [localMinor = '', status = '', reference = '', orderId = '', country = '', original = '', , paidAt = ''] = rest
  return {
    ...{ code, isCorrection: code === '-IP' || (code === '+IP' && !isPaid), paymentId: cellOf(paymentId) },
    ...{ objectId: cellOf(objectId), at: dayAndTime(at), paidOn: isPaid ? paidAt.slice(0, 10) : undefined },
    ...{ currency, minor, localCurrency, localMinor, status, reference: cellOf(reference), orderId: cellOf(orderId) },
    ...{ country: cellOf(country), originalMinor: cellOf(original) },
  }
}

const correctionOf = ({
  about,
  at,
  currency,
  minor,
}: Record<'about' | 'at' | 'currency' | 'minor', string>): Movement => ({
  ...{ code: minor.startsWith('-') ? '-IP' : '+IP', isCorrection: true, paymentId: undefined, objectId: undefined },
  ...{ at: dayAndTime(at), paidOn: at.slice(0, 10), currency, minor, localCurrency: currency, localMinor: minor },
  ...{ status: '1000', reference: about, orderId: undefined, country: undefined, originalMinor: undefined },
})

/** Rows one after the other, each looked up what it is about: nothing is sorted, and the first come at once. */
const oneByOne = (tx: Tx, isOn: boolean) =>
  tx.run({
    text: `select set_config(name, $1, true)
             from unnest('{enable_hashjoin,enable_mergejoin,enable_bitmapscan,enable_sort}'::text[]) name`,
    values: [isOn ? 'off' : 'on'],
  })

/** The movements of a part of a merchant's books in the order in which they are told, some at a time; they are stored nowhere. */
export async function* readMovements(tx: Tx, span: Span): AsyncGenerator<readonly Movement[]> {
  await tx.run({
    text: `select set_config('TimeZone', 'Europe/Amsterdam', true), set_config('DateStyle', 'ISO', true),
                  set_config('work_mem', '64MB', true)`,
    values: [],
  })
  await planByIndexes(tx)
  await oneByOne(tx, true)
  const codeOf = { atOnce: codes(false), whenPaid: codes(true) }
  let isPaid = false
  for await (const rows of rowsOf(tx, filledIn(happened, span))) {
    const movements: Movement[] = []
    for (const cells of rows) {
      const [reason = '', debit = '', credit = ''] = cells
      const code = codeOf.atOnce(reason, debit, credit)
      if (code !== undefined) movements.push(movementOf(code, false, cells))
      else isPaid ||= reason === 'settled' || reason === 'fee'
    }
    yield movements
  }
  if (!isPaid) return
  await oneByOne(tx, false)
  const said = new Map<string, Sum>()
  for await (const rows of rowsOf(tx, filledIn(paid, span))) {
    yield rows.flatMap((cells) => {
      const [reason = '', debit = '', credit = ''] = cells
      const code = codeOf.whenPaid(reason, debit, credit)
      if (code === undefined) return []
      const movement = movementOf(code, true, cells)
      addTo(said, cells[15] ?? '', cells[16] ?? '', movement)
      return [movement]
    })
  }
  const sums = JSON.stringify([...said.values()].map((sum) => ({ ...sum, minor: `${sum.minor}` })))
  const differing = await tx.run<Parameters<typeof correctionOf>[0]>({
    text: corrections,
    values: [span.merchantId, span.positions.after, span.positions.upTo, sums],
  })
  yield differing.map(correctionOf)
}
