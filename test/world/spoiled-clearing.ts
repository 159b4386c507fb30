import type { ReportStruck } from '../support/settlement.ts'
import { type ReportKind, signedMinor, type TrueReport, type WorldTruth } from './spoiled-truth.ts'

/** A break as the books should have it: its kind, what it is about, and its amount. */
export type Told = { readonly kind: string; readonly about: string; readonly minor: bigint }

/** A transaction as Alipay+ cleared it, and what our books can know of it at an instant. Amounts are positive to us. */
export type TrueLine = {
  readonly about: string
  readonly type: string
  readonly requestId: string
  readonly merchantId: string
  readonly ours: bigint
  /** Its line agrees with our books, differs from them, is not in the files that came, or no file of it is in. */
  readonly state: 'agrees' | 'differs' | 'missing' | 'not in'
  /** What we are to get for it by the reports. */
  readonly net: bigint
}

export type TrueClearing = {
  readonly batchId: string
  readonly currency: string
  readonly day: string
  readonly isIn: boolean
  readonly lines: readonly TrueLine[]
  readonly told: readonly Told[]
  /** Its net as the summary that counts says it. */
  readonly summaryNet: bigint
}

type Total = { readonly count: bigint; readonly minor: bigint }

/** The next time at which what was written is fetched: Alipay+'s files at 08:00 UTC+8. */
const fetchedAt = (at: Date): number => Math.ceil(at.getTime() / 86_400_000) * 86_400_000

export const isStruckBy = ({ strikes }: TrueReport, fault: string): boolean =>
  strikes.some((one) => one.fault === `report-${fault}`)

/** What has come of a report that can be read. */
export const versionsOf = (report: TrueReport, at: Date): { struck: boolean; right: boolean } => ({
  struck: report.writtenAt <= at && !isStruckBy(report, 'truncated'),
  right: report.correctedAt !== undefined && fetchedAt(report.correctedAt) <= at.getTime(),
})

export const isHere = (report: TrueReport, at: Date): boolean => Object.values(versionsOf(report, at)).includes(true)

const tooHigh = (minor: bigint, direction: string | undefined): bigint => minor + (direction === 'D' ? -100n : 100n)

/** What a report says of itself in each of its versions that have come. */
const saidOf = (report: TrueReport, at: Date, right: Total, direction: string | undefined): Total[] => {
  const versions = versionsOf(report, at)
  const isWrong = isStruckBy(report, 'wrong-total')
  const struck = isWrong ? { ...right, minor: tooHigh(right.minor, direction) } : right
  return [...(versions.struck ? [struck] : []), ...(versions.right ? [right] : [])]
}

/** Of several files the one that says what was read, else the one that says most. */
const best = (said: readonly Total[], read: Total): Total => {
  const isMore = (a: Total, b: Total) => a.count > b.count || (a.count === b.count && a.minor > b.minor)
  return (
    said.find(({ count, minor }) => count === read.count && minor === read.minor) ??
    said.reduce((most, one) => (isMore(one, most) ? one : most))
  )
}

const sum = <T>(all: readonly T[], of: (one: T) => bigint): bigint => all.reduce((total, one) => total + of(one), 0n)

const totalOf = <T>(all: readonly T[], of: (one: T) => bigint): Total => ({
  count: BigInt(all.length),
  minor: sum(all, of),
})

const differences = (about: string, ours: Total, theirs: Total): Told[] => [
  ...(ours.count === theirs.count ? [] : [{ kind: 'count_differs', about, minor: 0n }]),
  ...(ours.minor === theirs.minor ? [] : [{ kind: 'total_differs', about, minor: theirs.minor - ours.minor }]),
]

const strikesOfRows = ({ strikes }: TrueReport): Map<number, ReportStruck> =>
  new Map(strikes.flatMap((one) => (one.detailRow === undefined ? [] : [[one.detailRow, one]])))

/** The id of a transaction that never was, made of another's. */
export const strangerOf = (id = ''): string => `${id.startsWith('9') ? '8' : '9'}${id.slice(1)}`

const feesOf = (fees: TrueReport, at: Date) => {
  const struckRows = versionsOf(fees, at).right ? new Map() : strikesOfRows(fees)
  const rows = fees.rows.map((cells, index) => {
    const right = -signedMinor(cells, 'feeAmountValue')
    const read = struckRows.has(index + 1) ? tooHigh(right, right < 0n ? 'D' : 'C') : right
    return { transactionId: cells.transactionId ?? '', right, read }
  })
  const isFrom = fees.total.fundDirection === 'D' ? 'C' : 'D'
  const right = totalOf(rows, (row) => row.right)
  return { rows, said: saidOf(fees, at, right, isFrom), read: totalOf(rows, ({ read }) => read) }
}

const reportOf = ({ reports }: WorldTruth, kind: ReportKind, batchId: string): TrueReport => {
  const report = reports.get(`${kind} ${batchId}`)
  if (report === undefined) throw new Error(`There is no ${kind} of ${batchId}.`)
  return report
}

/** What our books know of a clearing batch at an instant. `unpriced` are the payments whose settlement nobody told us. */
export const clearingOf = (
  truth: WorldTruth,
  batchId: string,
  at: Date,
  unpriced: ReadonlySet<string>,
): TrueClearing => {
  const [items, fees, summary] = (['transactionItems', 'feeItems', 'summary'] as const).map((kind) =>
    reportOf(truth, kind, batchId),
  ) as [TrueReport, TrueReport, TrueReport]
  const isIn = [items, fees, summary].every((report) => isHere(report, at))
  const isHealed = versionsOf(items, at).right
  const strikes = strikesOfRows(items)
  const paid = feesOf(fees, at)
  const lines: TrueLine[] = []
  const told: Told[] = []
  const read: bigint[] = []
  for (const [index, cells] of items.rows.entries()) {
    const { transactionType: type = '', transactionId = '', transactionRequestId: requestId = '' } = cells
    const fault = strikes.get(index + 1)?.fault
    const about = `${batchId}/${type}/${transactionId}`
    const ours = signedMinor(cells, 'settlementAmountValue')
    const isUnpriced = type === 'PAYMENT' && unpriced.has(requestId)
    const isMissing = fault === 'report-row-missing' && !isHealed
    const isOff = fault === 'report-amount-off' && !isHealed
    const own = paid.rows.filter((row) => row.transactionId === transactionId)
    const theirs = isOff ? tooHigh(ours, cells.fundDirection) : ours
    const net = theirs - sum(own, (row) => row.read)
    const state = !isIn ? 'not in' : isMissing ? 'missing' : isOff || isUnpriced ? 'differs' : 'agrees'
    const merchantId = String(Number(requestId.slice(0, 10)))
    lines.push({ about, type, requestId, merchantId, ours: isUnpriced ? 0n : ours, state, net })
    if (!isMissing) read.push(theirs)
    if (state === 'differs' && isUnpriced) told.push({ kind: 'unpriced', about, minor: net })
    else if (state === 'differs') told.push({ kind: 'settlement_differs', about, minor: theirs - ours })
    const beyond = sum(own, (row) => row.read - row.right)
    if (state === 'agrees' && beyond !== 0n) told.push({ kind: 'fee_differs', about, minor: -beyond })
    if (fault === 'report-unknown-transaction' && versionsOf(items, at).struck) {
      read.push(ours)
      const stranger = `${batchId}/${type}/${strangerOf(transactionId)}`
      told.push({ kind: 'unknown_transaction', about: stranger, minor: ours })
    }
  }
  const gross = totalOf(items.rows, (cells) => signedMinor(cells, 'settlementAmountValue'))
  const direction = items.total.fundDirection
  const nets = summary.rows.map((cells) => signedMinor(cells, 'netSettlementAmountValue'))
  const net = { count: gross.count, minor: sum(nets, (minor) => minor) }
  const common = { batchId, currency: items.currency, day: summary.rows[0]?.clearingDate ?? '', isIn, lines }
  if (!isIn) return { ...common, told: [], summaryNet: net.minor }
  const readItems = totalOf(read, (minor) => minor)
  const saidItems = best(saidOf(items, at, gross, direction), readItems)
  const saidFees = best(paid.said, paid.read)
  const expected = { count: saidItems.count, minor: saidItems.minor - saidFees.minor }
  const saidSummary = best(saidOf(summary, at, net, summary.rows[0]?.fundDirection), expected)
  told.push(
    ...differences(`transactionItems ${batchId}`, readItems, saidItems),
    ...differences(`feeItems ${batchId}`, paid.read, saidFees),
    ...differences(batchId, expected, saidSummary),
  )
  return { ...common, told, summaryNet: saidSummary.minor }
}
