import type { KnownKey } from '../merchant/index.ts'
import type { Match } from './search.ts'
import { type Habit, linesOf, type Signing } from './signing.ts'
import { type Difference, differencesOf } from './visible.ts'

/** One thing that is wrong, or may be: how sure that is, where it shows, who does so, and what to do. */
export type Finding = {
  readonly habit: string
  readonly certainty: 'certain' | 'likely' | 'possible'
  readonly says: string
  readonly lines?: readonly Difference[]
  readonly looksLike?: string
  readonly remedy: string
}

/** Right: we would take it. Explained: we would not, and know why. Unexplained: nothing that was tried fits. */
export type Diagnosis = {
  readonly verdict: 'right' | 'explained' | 'unexplained'
  /** In one sentence. */
  readonly says: string
  readonly keyId?: string
  /** The SDK, as the request names it. */
  readonly client?: string
  /** The likeliest first. */
  readonly findings: readonly Finding[]
  /** What is to be signed, each line with its end made visible. */
  readonly stringToSign?: readonly string[]
  /** What may stand in place of its last line. */
  readonly alsoAccepted?: readonly string[]
}

export const findingOf = (
  { name, says, looksLike, remedy }: Habit,
  certainty: Finding['certainty'],
  lines: readonly Difference[] = [],
): Finding => ({ habit: name, certainty, says, ...(lines.length === 0 ? {} : { lines }), looksLike, remedy })

const writtenBy = (signing: Signing): string => signing.encode(signing.compose(linesOf(signing))).toString('latin1')

/** The habits of what was found, each with the lines that it alone changes. */
export const findingsOf = (expected: Signing, [first, ...others]: readonly Match[]): Finding[] => {
  if (first === undefined) return []
  const lines = (change: Partial<Signing>) => {
    const [ours, theirs] = [writtenBy(expected), writtenBy({ ...expected, ...change })]
    return ours === theirs ? [] : differencesOf(ours, theirs)
  }
  const certain = first.variations.map(({ habit, change }) => findingOf(habit, 'certain', lines(change)))
  const known = new Set(certain.map(({ habit }) => habit))
  const alternatives = others.flatMap(({ variations }) =>
    variations
      .filter(({ habit }) => !known.has(habit.name) && known.add(habit.name))
      .map(({ habit, change }) => findingOf(habit, 'possible', lines(change))),
  )
  const ofSignature = first.reading.habits.map((habit) => findingOf(habit, 'certain'))
  return [...ofSignature, ...certain, ...alternatives]
}

/** "one reason", "2 reasons": how many of the findings are certain. */
export const reasonsIn = (findings: readonly Finding[]): string => {
  const count = findings.filter(({ certainty }) => certainty === 'certain').length
  return count === 1 ? 'one reason' : `${count} reasons`
}

/** The secret of nobody leaves: whoever sends one as a key id or in a path does not get it back. */
export const withoutSecrets = (diagnosis: Diagnosis, keys: readonly KnownKey[]): Diagnosis => {
  const secrets = keys.flatMap(({ secret }) => [secret, secret.trim()]).filter((secret) => secret.length >= 8)
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '(a secret)'), value)
    if (Array.isArray(value)) return value.map(masked)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one)]))
  }
  return masked(diagnosis) as Diagnosis
}
