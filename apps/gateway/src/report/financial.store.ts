import { type Account, notOfSales } from '@silkgate/domain'
import { type Balance, balances } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import type { Span } from './read-movements.store.ts'
import type { ReportTotal } from './report.store.ts'
import type { Sum } from './tally.ts'
import { isDue } from './wx-fields.ts'

/** One line of what changed a merchant's balance: everything of a kind, or one remittance. */
export type FinancialLine = {
  readonly kind: string
  /** The remittance that it is about. */
  readonly reference: string | undefined
  readonly at: Date | undefined
  readonly count: bigint
  readonly minor: bigint
}

/** What else is owed to the merchant, and cannot be had yet. */
export type OtherBalance = { readonly account: Account; readonly opening: bigint; readonly closing: bigint }

export type FinancialSection = {
  readonly currency: string
  readonly opening: bigint
  readonly lines: readonly FinancialLine[]
  readonly closing: bigint
  readonly others: readonly OtherBalance[]
}

export type Addressee = { readonly name: string; readonly address: readonly string[] }

export type Financial = { readonly merchant: Addressee; readonly sections: readonly FinancialSection[] }

/** What belongs to the merchant beside what it can have. */
const otherAccounts: readonly Account[] = ['pending', 'refunds_in_flight', 'reserve', 'remittance_in_transit']

type LineRow = {
  currency: string
  kind: string
  reference: string | null
  at: Date | null
  count: bigint
  minor: bigint
}

const ownSide = "case t.credit when 'available' then t.minor else - t.minor end"

/** Fees, reserve and remittances, from the postings themselves. */
const linesText = `
  select t.currency, t.reason as kind, r.reference, case when r.reference is not null then min(t.at) end as at,
         count(*) as count, sum(${ownSide})::bigint as minor
    from transfers t cross join lateral (
      select case when t.reason like 'remit%' then t.about end as reference) r
   where t.merchant_id = $1 and t.position > $2 and t.position <= $3 and 'available' in (t.debit, t.credit)
     and case t.credit when 'available' then t.debit else t.credit end = any ($4)
   group by t.currency, t.reason, r.reference
   order by 1, 4 nulls first, 2, 3`

/** How kinds are told, in this order; any other is told by its own words. */
export const kindWords: Readonly<Record<string, string>> = {
  '+IP': 'Payments paid',
  '-RF': 'Refunds',
  '+RF': 'Refunds undone',
  '-RI': 'Claims lost',
  '+RI': 'Claims won back',
  '-IP': 'Corrections',
  fee: 'Fees',
  'fee returned': 'Fees given back with refunds',
  'fee VAT': 'VAT on fees, by invoice',
  'fee credited': 'Fees given back, by credit note',
  'fee VAT credited': 'VAT on fees given back',
  reserve: 'Kept in reserve',
  'reserve released': 'Released from reserve',
  remitted: 'Remittance',
  'remitted after all': 'Remittance, after all',
  'remittance rejected': 'Remittance rejected by the bank',
  'remittance returned': 'Remittance returned',
  'remittance cancelled': 'Remittance cancelled',
}

const kinds = Object.keys(kindWords)
const placeOf = (kind: string): number => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length)

const addresseeOf = async (tx: Tx, merchantId: string): Promise<Addressee> => {
  const [row] = await tx.run<{ name: string; address: Record<string, string | undefined> }>({
    text: 'select name, address from merchants where merchant_id = $1',
    values: [merchantId],
  })
  const { address1, address2, zipCode, city, state, region } = row?.address ?? {}
  const lines = [
    address1,
    address2,
    [zipCode, city].filter(Boolean).join(' '),
    [state, region].filter(Boolean).join(', '),
  ]
  return { name: row?.name ?? merchantId, address: lines.filter((line): line is string => Boolean(line)) }
}

const minorOf = (all: readonly Balance[], currency: string, account: Account): bigint =>
  -(all.find((one) => one.currency === currency && one.account === account)?.minor ?? 0n)

/** Sales by what they are. */
const salesOf = (sums: readonly Sum[]): LineRow[] =>
  [...Map.groupBy(sums.filter(isDue), ({ currency, code }) => `${currency} ${code}`).values()].map((own) => ({
    ...{ currency: own[0]?.currency ?? '', kind: own[0]?.code ?? '', reference: null, at: null },
    ...{
      count: own.reduce((all, { count }) => all + count, 0n),
      minor: own.reduce((all, { minor }) => all + minor, 0n),
    },
  }))

/** What a merchant's Financial Report says: for each currency of its books, from balance to balance, with what sales come to. */
export const readFinancial = async (
  tx: Tx,
  { merchantId, positions }: Span,
  sales: readonly Sum[],
): Promise<Financial> => {
  const at = (position: bigint) => balances({ read: tx.run }, { merchantId, asOf: { position } })
  const [before, after] = [await at(positions.after), await at(positions.upTo)]
  const others = await tx.run<LineRow>({
    text: linesText,
    values: [merchantId, positions.after, positions.upTo, notOfSales],
  })
  const rows = [...salesOf(sales), ...others]
  const accounts: readonly Account[] = ['available', ...otherAccounts]
  const currencies = new Set(
    [...before, ...after].filter(({ account }) => accounts.includes(account)).map(({ currency }) => currency),
  )
  const sections = [...currencies].sort().map((currency) => ({
    currency,
    opening: minorOf(before, currency, 'available'),
    closing: minorOf(after, currency, 'available'),
    lines: rows
      .filter((row) => row.currency === currency)
      .map(({ kind, reference, at, count, minor }) => ({
        ...{ kind, reference: reference ?? undefined, at: at ?? undefined, count, minor },
      }))
      .sort((a, b) => placeOf(a.kind) - placeOf(b.kind)),
    others: otherAccounts
      .map((account) => ({
        ...{ account, opening: minorOf(before, currency, account), closing: minorOf(after, currency, account) },
      }))
      .filter(({ opening, closing }) => opening !== 0n || closing !== 0n),
  }))
  return { merchant: await addresseeOf(tx, merchantId), sections }
}

/** What the lines of each currency come to; throws where they do not lead from one balance to the other. */
export const totalsOfFinancial = ({ sections }: Financial): ReportTotal[] =>
  sections.map(({ currency, opening, closing, lines }) => {
    const sum = (keep: (minor: bigint) => boolean) =>
      lines.reduce((total, { minor }) => (keep(minor) ? total + minor : total), 0n)
    const [credited, debited] = [sum((minor) => minor > 0n), -sum((minor) => minor < 0n)]
    if (opening + credited - debited !== closing) {
      throw new Error(`Broken invariant: from ${opening} to ${closing} ${currency} is not ${credited - debited}`)
    }
    return {
      ...{ currency, credited: credited.toString(), debited: debited.toString() },
      due: (credited - debited).toString(),
    }
  })
