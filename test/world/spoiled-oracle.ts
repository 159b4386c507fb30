import { accountOf } from '../../apps/simulator/src/bank/accounts.ts'
import { clearingOf, isHere, isStruckBy, type Told, type TrueClearing, versionsOf } from './spoiled-clearing.ts'
import { signedMinor, type TrueEntry, type TrueReport, type WorldTruth } from './spoiled-truth.ts'

/** What the books should know at an instant: which breaks are open, and how each transaction stands. */
export type Expected = {
  readonly told: readonly Told[]
  readonly clearings: readonly TrueClearing[]
  /** The clearing batches whose money has come. */
  readonly paid: ReadonlySet<string>
}

type Settlement = {
  readonly id: string
  readonly currency: string
  readonly valueDay: string
  readonly said: bigint
  /** Its total is not that of its parts: nothing short of it is taken for charges. */
  readonly isWrong: boolean
  readonly parts: readonly string[]
  readonly told: readonly Told[]
}

const dayMs = 86_400_000
const daysAfter = 5

const sum = <T>(all: readonly T[], of: (one: T) => bigint): bigint => all.reduce((total, one) => total + of(one), 0n)

const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10)

/** Reports that cannot be read, and those that are due and have not come. */
const filesTold = ({ reports }: WorldTruth, at: Date): Told[] =>
  [...reports.values()].flatMap((report) => {
    const { kind, agreement, batchId, dueDay, writtenAt } = report
    const [isWritten, isTruncated] = [writtenAt <= at, isStruckBy(report, 'truncated')]
    const day = kind === 'settlement' ? dueDay : addDays(dueDay, -1)
    const isLookedFor = Date.parse(`${dueDay}T02:00:00Z`) <= at.getTime() && !versionsOf(report, at).right
    const isMissed = !isWritten || (isTruncated && !isStruckBy(report, 'late'))
    return [
      ...(isLookedFor && isMissed ? [{ kind: 'file_missing', about: `${kind} ${agreement} ${day}`, minor: 0n }] : []),
      ...(isWritten && isTruncated && !versionsOf(report, at).right
        ? [{ kind: 'file_refused', about: `${kind} ${batchId}`, minor: 0n }]
        : []),
    ]
  })

/** What no line names of a day whose clearing batches are all in; refunds are looked for a day later. */
const missingTold = (clearings: readonly TrueClearing[]): Told[] =>
  clearings.flatMap(({ currency, day, lines }) => {
    const isComplete = (of: string) => {
      const batches = clearings.filter((one) => one.currency === currency && one.day === of)
      return batches.length > 0 && batches.every((one) => one.isIn)
    }
    const types = [...(isComplete(addDays(day, 1)) ? ['REFUND'] : []), 'PAYMENT']
    return lines
      .filter(({ state, type }) => isComplete(day) && state === 'missing' && types.includes(type))
      .map(({ requestId, ours }) => ({ kind: 'line_missing', about: requestId, minor: -ours }))
  })

const settlementOf = (report: TrueReport, at: Date, clearings: ReadonlyMap<string, TrueClearing>): Settlement => {
  const { batchId: id, currency, total, rows } = report
  const right = signedMinor(total, 'settlementAmountValue')
  const isWrong = isStruckBy(report, 'wrong-total') && !versionsOf(report, at).right
  const said = isWrong ? right + (total.fundDirection === 'D' ? -100n : 100n) : right
  const parts = rows.map((row) => ({
    part: row.clearingBatchId ?? '',
    minor: signedMinor(row, 'netSettlementAmountValue'),
  }))
  const told = parts.flatMap(({ part, minor }) => {
    const batch = clearings.get(part)
    const difference = batch?.isIn ? minor - batch.summaryNet : 0n
    return difference === 0n ? [] : [{ kind: 'total_differs', about: `${id}/${part}`, minor: difference }]
  })
  if (said !== right) told.push({ kind: 'total_differs', about: id, minor: said - right })
  return { id, currency, valueDay: total.valueDate ?? '', said, isWrong, parts: parts.map(({ part }) => part), told }
}

/** Statements are fetched a minute after 06:00 in Amsterdam, in winter. */
const fetched = (writtenAt: Date): number => {
  const offset = 5 * 3_600_000
  return Math.ceil((writtenAt.getTime() - offset) / dayMs) * dayMs + offset
}

/** Where the statement before one has not come, by what is missing between them. */
const gapsTold = ({ statements }: WorldTruth, at: Date): Told[] => {
  const here = statements.filter(({ writtenAt }) => fetched(writtenAt) <= at.getTime())
  return here.flatMap(({ accountId, day, number, openingMinor }) => {
    const before = here.filter((one) => one.accountId === accountId && one.number < number).at(-1)
    const gap = before === undefined ? 0n : openingMinor - before.closingMinor
    return gap === 0n ? [] : [{ kind: 'statement_missing', about: `${accountId}/${day}`, minor: gap }]
  })
}

type Group = { readonly batches: Settlement[]; readonly entries: TrueEntry[] }

/** Batches and entries that name each other, over one another. */
const groupsOf = (batches: readonly Settlement[], entries: readonly TrueEntry[]): Group[] => {
  const groups: Group[] = batches.map((batch) => ({ batches: [batch], entries: [] }))
  for (const entry of entries) {
    const named = groups.filter((group) => group.batches.some(({ id }) => entry.names.includes(id)))
    const [first, ...others] = named
    if (first === undefined) continue
    first.entries.push(entry)
    for (const other of others) {
      first.batches.push(...other.batches)
      first.entries.push(...other.entries)
      groups.splice(groups.indexOf(other), 1)
    }
  }
  return groups
}

const byDay = (a: Settlement, b: Settlement): number => (`${a.valueDay} ${a.id}` < `${b.valueDay} ${b.id}` ? -1 : 1)

/** What the books should know of a spoiled world at an instant, from what is true of it alone. */
export const expectedAt = (
  truth: WorldTruth,
  at: Date,
  { unpriced, toleranceMinor }: { readonly unpriced: ReadonlySet<string>; readonly toleranceMinor: bigint },
): Expected => {
  const { reports, statements, carried } = truth
  const all = [...reports.values()]
  const clearings = all
    .filter(({ kind, dueDay }) => kind === 'transactionItems' && Date.parse(`${dueDay}T00:00:00Z`) <= at.getTime())
    .map(({ batchId }) => clearingOf(truth, batchId, at, unpriced))
  const clearingsById = new Map(clearings.map((one) => [one.batchId, one]))
  const settlements = all
    .filter((report) => report.kind === 'settlement' && isHere(report, at))
    .map((report) => settlementOf(report, at, clearingsById))
  const isHereById = new Set(settlements.map(({ id }) => id))
  const told: Told[] = [
    ...filesTold(truth, at),
    ...missingTold(clearings),
    ...clearings.flatMap((one) => one.told),
    ...settlements.flatMap((one) => one.told),
    ...gapsTold(truth, at),
  ]

  const fetchedAt = ({ accountId, day }: TrueEntry): number => {
    const statement = statements.find((one) => one.accountId === accountId && one.day === day)
    return statement === undefined ? Number.POSITIVE_INFINITY : fetched(statement.writtenAt)
  }
  const here = truth.entries.filter((entry) => fetchedAt(entry) <= at.getTime())
  const days = [...new Set(here.map(fetchedAt))].sort((a, b) => a - b)
  const isCarried = ({ id }: Settlement) => isHereById.has(carried.get(id) ?? '')
  const expected = settlements.filter(
    (one) => !isCarried(one) && one.parts.every((part) => clearingsById.get(part)?.isIn),
  )
  const settled = new Set<string>()
  const named = new Set<string>()
  const explained = new Set<TrueEntry>()

  /** Settles what matched, unless its lines come to more than what is paid. */
  const settle = ({ batches, entries }: Group): void => {
    const lines = batches.flatMap(({ parts }) => parts.flatMap((part) => clearingsById.get(part)?.lines ?? []))
    const fees = batches.flatMap(({ parts }) => parts.flatMap((part) => clearingsById.get(part)?.told ?? []))
    const agreed = sum(
      lines.filter(({ state }) => state === 'agrees'),
      ({ net }) => net,
    )
    const slack = sum(
      fees.filter(({ kind }) => kind === 'fee_differs'),
      ({ minor }) => (minor < 0n ? -minor : minor),
    )
    const overdraft = agreed - sum(batches, ({ said }) => said) - slack
    for (const { id } of batches) named.add(id)
    for (const entry of entries) explained.add(entry)
    if (overdraft > toleranceMinor) {
      const [first] = batches.toSorted(byDay)
      told.push({ kind: 'lines_exceed_batch', about: first?.id ?? '', minor: -overdraft })
      return
    }
    for (const { id } of batches) settled.add(id)
  }

  const level = expected.filter(({ said }) => said === 0n)
  for (const batch of level) settle({ batches: [batch], entries: [] })
  const groups = groupsOf(
    expected.filter(({ said }) => said !== 0n),
    here.filter(({ names }) => names.length > 0),
  )
  for (const group of groups.filter(({ entries }) => entries.length > 0)) {
    const differenceOf = (entries: readonly TrueEntry[]) =>
      sum(entries, ({ minor }) => minor) - sum(group.batches, ({ said }) => said)
    const mayLack = group.batches.some(({ isWrong }) => isWrong) ? 0n : toleranceMinor
    const isEnough = (entries: readonly TrueEntry[]) => {
      const short = -differenceOf(entries)
      return entries.length > 0 && short >= 0n && (short <= mayLack || short === sum(entries, ({ charges }) => charges))
    }
    // What came first may have been enough; then what comes after it is of nothing that is open.
    const enough = days.map((day) => group.entries.filter((entry) => fetchedAt(entry) <= day)).find(isEnough)
    if (enough !== undefined) settle({ ...group, entries: enough })
    else {
      const about = group.batches.toSorted(byDay).map(({ id }) => id)
      told.push({ kind: 'bank_differs', about: about.join(' '), minor: differenceOf(group.entries) })
      for (const { id } of group.batches) named.add(id)
      for (const entry of group.entries) explained.add(entry)
    }
  }
  for (const group of groups.filter(({ entries }) => entries.length === 0)) {
    const [batch] = group.batches
    const entry = here.find(({ isOf }) => isOf === batch?.id)
    const short = entry === undefined || batch === undefined ? -1n : batch.said - entry.minor
    const mayLack = batch?.isWrong ? 0n : toleranceMinor
    if (entry !== undefined && short >= 0n && short <= mayLack) settle({ ...group, entries: [entry] })
  }
  for (const entry of here) {
    if (explained.has(entry) || entry.kind === 'transfer') continue
    if (accountOf(entry.accountId).purpose !== 'safeguarding') continue
    told.push({ kind: 'unknown_entry', about: `${entry.accountId}/${entry.day}`, minor: entry.minor })
  }
  for (const [id, by] of [...carried].sort(([a], [b]) => (a < b ? 1 : -1))) if (settled.has(by)) settled.add(id)
  const lastDay = addDays(at.toISOString().slice(0, 10), -daysAfter)
  for (const one of settlements) {
    const { id, said, valueDay } = one
    if (settled.has(id) || named.has(id) || isCarried(one) || said === 0n || valueDay > lastDay) continue
    told.push({ kind: 'money_missing', about: id, minor: -said })
  }
  const paid = settlements.filter(({ id }) => settled.has(id)).flatMap(({ parts }) => parts)
  return { told, clearings, paid: new Set(paid) }
}
