/** A booked entry, as far as it is known again in another file. Credits are positive. */
export type StatedEntry = {
  readonly minor: bigint
  readonly valueDay: string
  /** Empty where the bank gives none. */
  readonly bankReference: string
}

/** A page of a statement, or a whole one, which is its first. */
export type StatedPage = {
  readonly page: number
  /** Of its closing balance. */
  readonly day: string
  readonly openingMinor: bigint
  readonly closingMinor: bigint
  readonly entries: readonly StatedEntry[]
}

/** Entries that no page has, from one to before another, with the balances between which they lie. */
export type Uncovered = {
  readonly from: number
  readonly to: number
  readonly openingMinor: bigint
  readonly closingMinor: bigint
  /** The page as which they are kept: behind that which ends where they begin, or a number that no page of the day has. */
  readonly page: number
}

/** The balances between a page's entries: one more than there are entries. */
const balancesOf = ({ openingMinor, entries }: StatedPage): bigint[] => {
  const balances = [openingMinor]
  for (const [at, { minor }] of entries.entries()) balances.push((balances[at] ?? 0n) + minor)
  return balances
}

const isSame = (a: StatedEntry, b: StatedEntry, isSure: boolean): boolean =>
  a.minor === b.minor &&
  a.valueDay === b.valueDay &&
  (a.bankReference === b.bankReference
    ? !isSure || a.bankReference !== ''
    : !isSure && (!a.bankReference || !b.bankReference))

/** One page goes on where the other ends: where what they have may look alike, only the bank's references make it the same. */
const follow = (a: StatedPage, b: StatedPage): boolean => a.page + 1 === b.page && a.closingMinor === b.openingMinor

/** The most entries, one after the other, that two pages share: where they begin in the first, and how many they are. */
const sharedBy = (came: StatedPage, known: StatedPage): { at: number; count: number } => {
  const [ours, theirs] = [balancesOf(came), balancesOf(known)]
  const isSure = follow(came, known) || follow(known, came)
  // One of them begins within the other, at the same balance.
  const starts = [
    ...theirs.flatMap((balance, at) => (balance === ours[0] ? [[0, at] as const] : [])),
    ...ours.flatMap((balance, at) => (balance === theirs[0] ? [[at, 0] as const] : [])),
  ]
  let most = { at: 0, count: 0 }
  for (const [at, theirAt] of starts) {
    const count = Math.min(came.entries.length - at, known.entries.length - theirAt)
    if (count <= most.count) continue
    const [own, other] = [came.entries.slice(at, at + count), known.entries.slice(theirAt, theirAt + count)]
    if (own.every((entry, n) => isSame(entry, other[n] as StatedEntry, isSure))) most = { at, count }
  }
  return most
}

/**
 * What of a page is on none of those that are known of its statement, however either was cut: entries are the same where all of
 * them are that lie between the same balances. All of it where it shares nothing with any; none where it is there already.
 */
export const uncoveredBy = (came: StatedPage, known: readonly StatedPage[]): readonly Uncovered[] => {
  const balances = balancesOf(came)
  const pages = new Set(known.filter(({ day }) => day === came.day).map(({ page }) => page))
  const coveredBy: (number | undefined)[] = came.entries.map(() => undefined)
  for (const one of known) {
    const { at, count } = sharedBy(came, one)
    coveredBy.fill(one.page, at, at + count)
  }
  const uncovered: Uncovered[] = []
  const end = coveredBy.length
  const keep = (from: number, to: number): void => {
    const wanted = (coveredBy[from - 1] ?? came.page - 1) + 1
    const page = pages.has(wanted) ? Math.max(...pages) + 1 : wanted
    pages.add(page)
    const closingMinor = to === end ? came.closingMinor : (balances[to] ?? 0n)
    uncovered.push({ from, to, openingMinor: balances[from] ?? 0n, closingMinor, page })
  }
  for (let from = 0; from < end; ) {
    let to = from
    while (to < end && coveredBy[to] === undefined) to++
    if (to > from) keep(from, to)
    from = to + 1
  }
  if (end === 0) keep(0, 0)
  return uncovered
}
