import type { Faults } from '../fault/faults.ts'
import type { Order } from '../order/order.ts'
import { clear, settle } from './batches.ts'
import { addDays, type Day, dayOf, filesAt } from './calendar.ts'
import { clearingReports, settlementReport } from './reports.ts'
import type { ClearingBatch, Closing } from './settlements.ts'
import { carriedStrike, writeReport } from './spoil.ts'
import { agreementsOf, transactionsOn } from './transactions.ts'

type Truth = {
  /** The agreements that there were on the day before. */
  readonly agreements: readonly string[]
  /** Each order that was placed on the day, or whose money moved on it; others do no harm. */
  readonly orders: readonly Order[]
  /** The clearing batches of earlier days that are not settled. */
  readonly open: readonly ClearingBatch[]
  readonly participantId: string
  readonly faults: Faults
}

/** An agreement begins with the first order that is placed in its settlement currency, and never ends. */
const agreementsOn = (day: Day, { agreements, orders }: Truth): readonly string[] => {
  const placed = orders.filter(({ placedAt }) => dayOf(placedAt) === day)
  return [
    ...new Set([...agreements, ...placed.flatMap(({ terms }) => agreementsOf(terms.settlementCurrency))]),
  ].toSorted()
}

/**
 * What Alipay+ does at 08:00 UTC+8 of the day after a clearing day: clears it under each agreement, settles what is due,
 * and writes the files of both, spoiled as the faults in force want it.
 */
export const closeDay = (day: Day, truth: Truth): Closing => {
  const { participantId, faults } = truth
  const written = addDays(day, 1)
  const at = filesAt(written)
  const moved = transactionsOn(day, truth.orders, at)
  const agreements = agreementsOn(day, truth)
  const cleared = agreements.map((agreement) => {
    const transactions = moved.filter((one) => one.agreement === agreement)
    return { batch: clear(day, agreement, transactions), transactions }
  })
  const clearing = cleared.map(({ batch }) => batch)
  const open = [...truth.open, ...clearing]
  const isCarried = (drawnBy: string) => faults.strikesReport('negative-net-carried', { report: 'settlement', drawnBy })
  const settled = agreements.flatMap((agreement) => settle(written, agreement, open, isCarried) ?? [])
  const reports = [
    ...cleared.flatMap(({ batch, transactions }) => clearingReports(batch, transactions, participantId)),
    ...settled.map((one) => settlementReport(one, participantId)),
  ]
  const done = reports.map((report) => writeReport(report, { participantId, day: written, faults }))
  const carried = settled.flatMap((one) =>
    one.batch.carriedBy === undefined ? [] : [carriedStrike(one, { participantId, at })],
  )
  return {
    clearing,
    settlement: settled.map(({ batch }) => batch),
    files: done.flatMap(({ files }) => files),
    strikes: [...carried, ...done.flatMap(({ strikes }) => strikes)],
  }
}
