import type { Currency } from '../money/index.ts'

/** What Alipay+ says it pays: positive to us, negative from us; the day in `2026-11-24`. */
export type ExpectedReceipt = {
  readonly id: string
  readonly currency: Currency
  readonly minor: bigint
  readonly valueDay: string
  /** Its report does not add up: what is short of it is not taken for charges. */
  readonly isInDoubt?: boolean
}

/** An entry of a statement that nobody has explained yet. `text` is whatever the bank wrote with it. */
export type BankEntry = ExpectedReceipt & { readonly text: string; readonly chargesMinor: bigint }

export type MatchRules = {
  /** How much less than expected may come: the bank's charges. */
  readonly toleranceMinor: bigint
  /** How many calendar days before and after its value day an entry without a reference may be booked. */
  readonly daysBefore: number
  readonly daysAfter: number
}

/** How batches and entries were found to belong together. */
export type HowMatched =
  | 'reference'
  | 'amount'
  | 'within tolerance'
  | 'one entry for several'
  | 'several entries for one'
  | 'nothing to pay'
  | 'by hand'

export type Match = {
  readonly batches: readonly ExpectedReceipt[]
  readonly entries: readonly BankEntry[]
  readonly how: HowMatched
  /** What the bank kept for itself. */
  readonly chargesMinor: bigint
}

/** Entries that name their batches and do not add up to them. `difference` is what came beyond what was expected. */
export type Mismatch = Pick<Match, 'batches' | 'entries'> & { readonly difference: bigint }

export type Matched = { readonly matches: readonly Match[]; readonly mismatches: readonly Mismatch[] }

/** Sets that are larger are for a person: whatever adds up among many adds up by chance. */
const mostTogether = 4

const sumOf = (items: readonly { readonly minor: bigint }[]): bigint =>
  items.reduce((sum, { minor }) => sum + minor, 0n)

const byDayAndId = (a: ExpectedReceipt, b: ExpectedReceipt): number =>
  a.valueDay < b.valueDay ? -1 : a.valueDay > b.valueDay ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** What the bank kept of a sum that came, or undefined where that is more than it may. */
const chargesOf = (
  batches: readonly ExpectedReceipt[],
  entries: readonly BankEntry[],
  rules: MatchRules,
): bigint | undefined => {
  const toleranceMinor = batches.some(({ isInDoubt }) => isInDoubt) ? 0n : rules.toleranceMinor
  const short = sumOf(batches) - sumOf(entries)
  const stated = entries.reduce((sum, { chargesMinor }) => sum + chargesMinor, 0n)
  return short === 0n || (short > 0n && (short === stated || short <= toleranceMinor)) ? short : undefined
}

/**
 * Finds which entries paid which batches. A batch that nets to nothing needs none. By reference first: entries and batches that
 * name each other, over one another, are looked at together, and must add up. Then by amount and date what names nothing: one
 * to one, then within tolerance, one entry for several batches, several entries for one batch; each only where it can be read
 * in one way, or in ways that give the same books. The same batches and entries give the same answer in whatever order they come.
 */
export const matchReceipts = (
  batches: readonly ExpectedReceipt[],
  entries: readonly BankEntry[],
  rules: MatchRules,
): Matched => {
  const level = batches.filter(({ minor }) => minor === 0n).sort(byDayAndId)
  const { matches, mismatches, openBatches, openEntries } = byReference(
    batches.filter(({ minor }) => minor !== 0n).sort(byDayAndId),
    [...entries].sort(byDayAndId),
    rules,
  )
  const found: Match[] = [
    ...level.map((batch) => ({ batches: [batch], entries: [], how: 'nothing to pay' as const, chargesMinor: 0n })),
    ...matches,
  ]
  let left = { batches: openBatches, entries: openEntries }
  for (const step of [
    oneToOne(0n, 'amount'),
    oneToOne(rules.toleranceMinor, 'within tolerance'),
    oneForSeveral,
    severalForOne,
  ]) {
    const next = step(left.batches, left.entries, rules)
    found.push(...next)
    const used = new Set(next.flatMap((match) => [...match.batches, ...match.entries]))
    left = {
      batches: left.batches.filter((batch) => !used.has(batch)),
      entries: left.entries.filter((entry) => !used.has(entry)),
    }
  }
  return { matches: found, mismatches }
}

type Ways = (batches: readonly ExpectedReceipt[], entries: readonly BankEntry[], rules: MatchRules) => readonly Match[]

const names = (entry: BankEntry, batch: ExpectedReceipt): boolean =>
  entry.currency === batch.currency && entry.text.includes(batch.id)

/** The batches that an entry names; one whose id is only a part of another's that is named there is not. */
const namedBy = (entry: BankEntry, batches: readonly ExpectedReceipt[]): ExpectedReceipt[] => {
  const named = batches.filter((batch) => names(entry, batch))
  return named.filter(({ id }) => {
    const longer = named.filter((other) => other.id !== id && other.id.includes(id))
    return (
      longer.length === 0 || longer.reduce((text, other) => text.replaceAll(other.id, ' '), entry.text).includes(id)
    )
  })
}

const byReference = (batches: readonly ExpectedReceipt[], entries: readonly BankEntry[], rules: MatchRules) => {
  const groups: { batches: ExpectedReceipt[]; entries: BankEntry[] }[] = []
  for (const entry of entries) {
    const named = namedBy(entry, batches)
    if (named.length === 0) continue
    const touched = groups.filter((group) => group.batches.some((batch) => named.includes(batch)))
    const group = { batches: [...named], entries: [entry] }
    for (const other of touched) {
      group.batches.push(...other.batches.filter((batch) => !group.batches.includes(batch)))
      group.entries.push(...other.entries)
      groups.splice(groups.indexOf(other), 1)
    }
    groups.push({ batches: group.batches.sort(byDayAndId), entries: group.entries.sort(byDayAndId) })
  }
  const matches: Match[] = []
  const mismatches: Mismatch[] = []
  for (const group of groups) {
    const charges = chargesOf(group.batches, group.entries, rules)
    if (charges === undefined) {
      mismatches.push({ ...group, difference: sumOf(group.entries) - sumOf(group.batches) })
    } else matches.push({ ...group, how: 'reference', chargesMinor: charges })
  }
  const grouped = new Set(groups.flatMap((group) => [...group.batches, ...group.entries]))
  return {
    matches,
    mismatches,
    openBatches: batches.filter((batch) => !grouped.has(batch)),
    openEntries: entries.filter((entry) => !grouped.has(entry)),
  }
}

/** Whether an entry names a batch called as this one is, of another day or agreement: it waits for that one to be all here. */
const namesAnother = (batch: ExpectedReceipt, { text }: BankEntry): boolean => {
  const [, before = ''] = /^([A-Z]+)\d{8}[A-Z0-9]+$/.exec(batch.id) ?? []
  return before !== '' && new RegExp(`\\b${before}\\d{8}[A-Z0-9]+\\b`).test(text) && !text.includes(batch.id)
}

/** Whether an entry without a reference may be a batch's, by its currency and day. */
const isInTime = (batch: ExpectedReceipt, entry: BankEntry, { daysBefore, daysAfter }: MatchRules): boolean => {
  const days = daysBetween(batch.valueDay, entry.valueDay)
  const isDue = batch.currency === entry.currency && days >= -daysBefore && days <= daysAfter
  return isDue && !namesAnother(batch, entry)
}

/**
 * One batch and one entry, where neither could be another's; and as many batches of one amount as entries of one, the first with
 * the first: whichever paid which, the books are the same.
 */
const oneToOne =
  (toleranceMinor: bigint, how: HowMatched): Ways =>
  (batches, entries, rules) => {
    const fits = (batch: ExpectedReceipt, entry: BankEntry) =>
      isInTime(batch, entry, rules) && chargesOf([batch], [entry], { ...rules, toleranceMinor }) !== undefined
    const fitting = new Map(batches.map((batch) => [batch, entries.filter((entry) => fits(batch, entry))]))
    return batches.flatMap((batch) => {
      const own = fitting.get(batch) ?? []
      const rivals = batches.filter((other) => fitting.get(other)?.some((entry) => own.includes(entry)))
      const isAlike = (other: ExpectedReceipt) =>
        other.minor === batch.minor && fitting.get(other)?.length === own.length && own.every((one) => fits(other, one))
      const entry = own[rivals.indexOf(batch)]
      if (entry === undefined || own.length !== rivals.length || !rivals.every(isAlike)) return []
      if (own.some(({ minor }) => minor !== entry.minor)) return []
      return [{ batches: [batch], entries: [entry], how, chargesMinor: batch.minor - entry.minor }]
    })
  }

/** All sets of two to `mostTogether` items, each at most once, that add up to a sum. */
const setsThatSumTo = <T extends { readonly minor: bigint }>(items: readonly T[], sum: bigint): T[][] => {
  const found: T[][] = []
  const grow = (chosen: readonly T[], from: number, left: bigint) => {
    if (left === 0n && chosen.length > 1) found.push([...chosen])
    if (chosen.length === mostTogether || found.length > 1) return
    for (let index = from; index < items.length; index++) {
      const item = items[index]
      if (item !== undefined) grow([...chosen, item], index + 1, left - item.minor)
    }
  }
  grow([], 0, sum)
  return found
}

/** Sets of more candidates are not tried: the work would grow with their fourth power. */
const mostCandidates = 24

const oneForSeveral: Ways = (batches, entries, rules) => {
  const used = new Set<ExpectedReceipt>()
  return entries.flatMap((entry) => {
    const candidates = batches.filter((batch) => !used.has(batch) && isInTime(batch, entry, rules))
    const [set, another] = candidates.length > mostCandidates ? [] : setsThatSumTo(candidates, entry.minor)
    if (set === undefined || another !== undefined) return []
    for (const batch of set) used.add(batch)
    return [{ batches: set, entries: [entry], how: 'one entry for several' as const, chargesMinor: 0n }]
  })
}

const severalForOne: Ways = (batches, entries, rules) => {
  const used = new Set<BankEntry>()
  return batches.flatMap((batch) => {
    const candidates = entries.filter((entry) => !used.has(entry) && isInTime(batch, entry, rules))
    const [set, another] = candidates.length > mostCandidates ? [] : setsThatSumTo(candidates, batch.minor)
    if (set === undefined || another !== undefined) return []
    for (const entry of set) used.add(entry)
    return [{ batches: [batch], entries: set, how: 'several entries for one' as const, chargesMinor: 0n }]
  })
}
