import { timingSafeEqual } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Reading } from './read-signature.ts'
import { type Signing, textOf, type Variation } from './signing.ts'

export type Match = { readonly signing: Signing; readonly variations: readonly Variation[]; readonly reading: Reading }

/** So many at once before others may go on. */
const inOneGo = 200

/** Longer texts are not remembered. */
const longestKnown = 8_192

/**
 * Which ways of signing make the signature that was sent: none changed, else one, else the first that is found with two.
 * Ways of one length that sign the same are all answered, the likeliest first.
 */
export const search = async (
  plain: readonly Signing[],
  variations: readonly Variation[],
  readings: readonly Reading[],
): Promise<Match[]> => {
  const known = new Map<Signing['digest'], Map<string, Reading | undefined>>()
  let tried = 0
  const match = async (signing: Signing): Promise<Reading | undefined> => {
    const text = textOf(signing)
    if (++tried % inOneGo === 0) await setImmediate()
    if (text.length > longestKnown) return matching(signing, text, readings)
    const key = `${signing.secret.toString('latin1')}\0${text.toString('latin1')}`
    const ofDigest = known.get(signing.digest) ?? new Map<string, Reading | undefined>()
    known.set(signing.digest, ofDigest)
    if (!ofDigest.has(key)) ofDigest.set(key, matching(signing, text, readings))
    return ofDigest.get(key)
  }
  const attempt = async (signing: Signing, ...changes: Variation[]): Promise<Match[]> => {
    const changed = Object.assign({}, signing, ...changes.map(({ change }) => change)) as Signing
    const reading = await match(changed)
    return reading === undefined ? [] : [{ signing: changed, variations: changes, reading }]
  }

  const unchanged = (await Promise.all(plain.map((signing) => attempt(signing)))).flat()
  if (unchanged.length > 0) return unchanged
  const single: Match[] = []
  for (const one of variations) for (const signing of basesOf(plain, one)) single.push(...(await attempt(signing, one)))
  if (single.length > 0) return single
  const common = variations.filter(({ isRare }) => !isRare)
  for (const [index, one] of common.entries()) {
    for (const other of common.slice(index + 1)) {
      if (one.part === other.part) continue
      for (const signing of basesOf(plain, one, other)) {
        const found = await attempt(signing, one, other)
        if (found.length > 0) return found
      }
    }
  }
  return []
}

const matching = (signing: Signing, text: Buffer, readings: readonly Reading[]): Reading | undefined =>
  readings.find(({ bytes, hash }) => {
    const made = signing.digest(hash, signing.secret, text)
    return made.length === bytes.length && timingSafeEqual(made, bytes)
  })

/** A change of the resource puts all that are right out of question. */
const basesOf = (plain: readonly Signing[], ...changes: readonly Variation[]): readonly Signing[] =>
  changes.some(({ part }) => part === 'resource') ? plain.slice(0, 1) : plain
