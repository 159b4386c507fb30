import type { Total } from './cross-foot.ts'

/** What a file says of its rows, and which of the others it has rows in common with, by their places. */
export type SaidByFile = {
  readonly total: Total
  readonly hasRows: boolean
  readonly sharesRowsWith: readonly number[]
}

/** What several files say of what they hold together, and the place of the file that says it, or the first part of it. */
export type SaidInAll = { readonly total: Total; readonly place: number }

/** So many ways of choosing among versions are tried; where there are more, each part counts as it says most. */
const mostWays = 1_000

const plus = (a: Total, b: Total): Total => ({ count: a.count + b.count, minor: a.minor + b.minor })
const isSame = (a: Total, b: Total): boolean => a.count === b.count && a.minor === b.minor
const isMore = (a: Total, b: Total): boolean => a.count > b.count || (a.count === b.count && a.minor > b.minor)

/** The places of files in groups: those with rows in common, over one another, are versions of one part. */
const partsOf = (files: readonly SaidByFile[]): readonly (readonly number[])[] => {
  const left = new Set(files.keys())
  const parts: number[][] = []
  for (const first of files.keys()) {
    if (!left.delete(first)) continue
    const part = [first]
    for (const place of part) {
      for (const other of files[place]?.sharesRowsWith ?? []) if (left.delete(other)) part.push(other)
    }
    parts.push(part.sort((a, b) => a - b))
  }
  return parts
}

const saysMost = (some: readonly SaidInAll[]): SaidInAll =>
  some.reduce((most, one) => (isMore(one.total, most.total) ? one : most))

/**
 * What the files of a kind of a batch say in all, where `read` is what their rows come to. A file may say what all of them hold;
 * files that have rows in common are versions of one another, of which one counts; files that have none are parts, whose totals
 * are summed. A file without rows is a version of any. What agrees with what was read counts, else what says most.
 */
export const saidInAll = (files: readonly SaidByFile[], read: Total): SaidInAll => {
  const each = files.map(({ total }, place): SaidInAll => ({ total, place }))
  const whole = each.find(({ total }) => isSame(total, read))
  if (whole !== undefined) return whole
  const parts = partsOf(files).map((places) => places.flatMap((place) => each[place] ?? []))
  const withRows = parts.filter((part) => part.some(({ place }) => files[place]?.hasRows))
  if (withRows.length === 0) return saysMost(each)
  const optional = parts.filter((part) => !withRows.includes(part))
  const nothing = { total: { count: 0n, minor: 0n }, place: files.length }
  const choices = [...withRows, ...optional.map((part) => [nothing, ...part])]
  const sumOf = (some: readonly SaidInAll[]): SaidInAll =>
    some.reduce((all, one) => ({ total: plus(all.total, one.total), place: Math.min(all.place, one.place) }), nothing)
  if (choices.reduce((ways, choice) => ways * choice.length, 1) <= mostWays) {
    const ways = choices.reduce<readonly (readonly SaidInAll[])[]>(
      (begun, choice) => begun.flatMap((way) => choice.map((one) => [...way, one])),
      [[]],
    )
    const agrees = ways.map(sumOf).find(({ total }) => isSame(total, read))
    if (agrees !== undefined) return agrees
  }
  return sumOf(withRows.map(saysMost))
}
