/** A page of a statement, or a whole one, by what it leads from and to. */
export type Leaf = { readonly day: string; readonly openingMinor: bigint; readonly closingMinor: bigint }

/** A page that begins where none ended, and where those before it ended. */
export type Gap<Page> = { readonly page: Page; readonly ended: bigint }

/** Pages of a day, those together that hang together by their balances; in their order. */
const partsOf = <Page extends Leaf>(pages: readonly Page[]): Page[][] => {
  const partAt = new Map<bigint, Set<Page>>()
  for (const page of pages) {
    const touched = [page.openingMinor, page.closingMinor].flatMap((balance) => [...(partAt.get(balance) ?? [])])
    const joined = new Set([...touched, page])
    for (const { openingMinor, closingMinor } of joined) partAt.set(openingMinor, joined).set(closingMinor, joined)
  }
  const parts = new Set(pages.map(({ openingMinor }) => partAt.get(openingMinor)))
  return [...parts].map((part) => pages.filter((page) => part?.has(page)))
}

/** The pages whose balance on one side no page has on the other; each page there takes one away, the last first. */
const unmet = <Page extends Leaf>(pages: readonly Page[], side: keyof Leaf, other: keyof Leaf): Page[] => {
  const left = [...pages]
  for (const page of pages) {
    const at = left.findLastIndex((one) => one[side] === page[other])
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

/**
 * Where something is missing between the pages of an account's statements, which are in the order of their days. Those of one day
 * may be in any order, as their balances say how they follow each other, however they were cut. Before the first, nothing is
 * missing.
 */
export const gapsBefore = <Page extends Leaf>(pages: readonly Page[]): readonly Gap<Page>[] => {
  const gaps: Gap<Page>[] = []
  let before: bigint[] | undefined
  for (const ofDay of Map.groupBy(pages, ({ day }) => day).values()) {
    const ends: bigint[] = []
    for (const part of partsOf(ofDay)) {
      const heads = unmet(part, 'openingMinor', 'closingMinor')
      const [last] = unmet(part, 'closingMinor', 'openingMinor').slice(-1)
      // What leads round in a circle may begin anywhere, and ends there; by itself, its order says where.
      const begins = heads.length > 0 ? heads : part
      const follows = begins.find(({ openingMinor }) => before?.includes(openingMinor))
      const ended = ends.at(-1) ?? before?.at(-1)
      const lost = heads.length > 0 ? heads.filter((page) => page !== follows) : part.slice(0, follows ? 0 : 1)
      if (ended !== undefined) gaps.push(...lost.map((page) => ({ page, ended })))
      ends.push(last?.closingMinor ?? follows?.openingMinor ?? (part.at(-1) as Page).closingMinor)
    }
    before = ends
  }
  return gaps
}
