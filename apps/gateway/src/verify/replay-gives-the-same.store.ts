import type { ContractVersion, Payment, Transfer } from '@silkgate/domain'
import { allContracts } from '../merchant/index.ts'
import { fromRow, type PaymentRow, replayWithTransfers, toRow } from '../payment/index.ts'
import type { Row, Tx } from '../postgres/db.ts'
import { type HowToLook, howManyExamples, type Invariant, sumOf, type Verdict } from './verdict.store.ts'

/** The columns that hold facts: all but references, deadlines and what only says when something was last done. */
const facts = [
  ...[
    'version',
    'redirect_url',
    'captured',
    'captured_at',
    'captured_minor',
    'fee_minor',
    'closing',
    'cancel_window_passed',
  ],
  ...['success_heard', 'closed', 'refused', 'refused_because', 'late_success_minor', 'settled', 'refunded_minor'],
  ...['refunding_minor', 'refund_booked_minor', 'disputing_minor', 'disputed_minor', 'settlement_minor'],
]

const factsOf = (row: Row): string =>
  JSON.stringify(facts.map((name) => (typeof row[name] === 'bigint' ? String(row[name]) : row[name])))

type Line = { debit: string; credit: string; currency: string; minor: string; reason: string }
type Told = PaymentRow & { events: { event: Record<string, unknown> }[] | null; transfers: Line[] | null }

const textOf = ({ debit, credit, currency, minor, reason }: Line): string =>
  [debit, credit, currency, minor, reason].join(' ')

const lineOf = ({ debit, credit, amount, reason }: Transfer): Line => ({
  ...{ debit, credit, reason, currency: amount.currency, minor: amount.minor.toString() },
})

/** A payment becomes PAID with its clearing batch, whose postings are sums. */
const isOfBatch = (reason: string): boolean => reason === 'settled' || reason === 'fee'

/** The sums that settled payments come to, by merchant, batch, account and currency: debits less credits. */
type Sums = Map<string, bigint>

const addTo = (sums: Sums, merchantId: string, about: string, { debit, credit, currency, minor }: Line): void => {
  for (const [account, value] of [
    [debit, BigInt(minor)],
    [credit, -BigInt(minor)],
  ] as const) {
    const key = [merchantId, about, account, currency].join(' ')
    sums.set(key, (sums.get(key) ?? 0n) + value)
  }
}

const holds = (row: Told, contracts: readonly ContractVersion[], sums: Sums): boolean => {
  const stored: { payment: Payment } & Parameters<typeof toRow>[0] = fromRow(row)
  const { replayed, posted } = replayWithTransfers(stored.payment, contracts, row.events ?? [])
  const same = toRow({ ...stored, payment: replayed.payment }, null)
  const own: string[] = []
  for (const { event, transfer } of posted) {
    const line = lineOf(transfer)
    if (!isOfBatch(transfer.reason) || !('clearingBatchId' in event)) own.push(textOf(line))
    else addTo(sums, stored.payment.merchantId, event.clearingBatchId, line)
  }
  const booked = (row.transfers ?? []).map(textOf).sort()
  return factsOf(toRow(stored, null)) === factsOf(same) && JSON.stringify(booked) === JSON.stringify(own.sort())
}

const pageSize = 1_000

/** About so many payments are a sample. */
const sampleSize = 10_000n

const cursor = (each: bigint): string => `
  declare replayed no scroll cursor for
  select p.*,
         (select json_agg(json_build_object('event', e.event) order by e.version) from payment_events e
           where e.merchant_id = p.merchant_id and e.payment_id = p.payment_id) as events,
         (select json_agg(json_build_object('debit', t.debit, 'credit', t.credit, 'currency', t.currency,
                                            'minor', t.minor::text, 'reason', t.reason)) from transfers t
           where t.merchant_id = p.merchant_id and t.payment_id = p.payment_id) as transfers
    from payments p ${each === 1n ? '' : `where hashtext(p.payment_id) % ${each} = 0`}`

/** Tells the stored events of payments once more, page by page. */
const replayPayments = async (tx: Tx, { all, progress }: HowToLook, sums: Sums): Promise<Verdict> => {
  const run = <T extends Row>(text: string) => tx.run<T>({ text, values: [] })
  const [{ n } = { n: 0n }] = await run<{ n: bigint }>('select count(*) as n from payments')
  const each = all || n <= sampleSize ? 1n : n / sampleSize
  const contracts = await allContracts(tx)
  await run(cursor(each))
  const broken: string[] = []
  let lookedAt = 0n
  for (;;) {
    const page = await run<Told>(`fetch ${pageSize} from replayed`)
    for (const row of page) {
      if (!holds(row, contracts.get(row.merchant_id.toString()) ?? [], sums)) broken.push(row.payment_id)
    }
    lookedAt += BigInt(page.length)
    progress(lookedAt, n / each)
    if (page.length < pageSize) break
  }
  await run('close replayed')
  const examples = broken.sort().slice(0, howManyExamples)
  return { lookedAt, broken: BigInt(broken.length), examples }
}

/** Where all payments were told, what was posted for batches is the sum of what their payments post. */
const compareBatches = async (tx: Tx, sums: Sums): Promise<Verdict> => {
  const rows = await tx.run<{ key: string; minor: bigint }>({
    text: `select concat_ws(' ', t.merchant_id, t.about, s.account, t.currency) as key, sum(s.minor)::bigint as minor
             from transfers t cross join lateral (values (t.debit, t.minor), (t.credit, -t.minor)) as s (account, minor)
            where t.reason in ('settled', 'fee') and t.payment_id is null group by 1`,
    values: [],
  })
  const booked = new Map(rows.map(({ key, minor }) => [key, minor]))
  const keys = new Set([...booked.keys(), ...sums.keys()])
  const broken = [...keys].filter((key) => (booked.get(key) ?? 0n) !== (sums.get(key) ?? 0n)).sort()
  const examples = broken.slice(0, howManyExamples)
  return { lookedAt: BigInt(keys.size), broken: BigInt(broken.length), examples }
}

export const replayGivesTheSame: Invariant = {
  number: 3,
  says: 'the stored events, told once more, give the stored facts and transfers',
  check: async (tx, how) => {
    const sums: Sums = new Map()
    const payments = await replayPayments(tx, how, sums)
    return how.all ? sumOf(payments, await compareBatches(tx, sums)) : payments
  },
}
