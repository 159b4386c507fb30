import type { OpenEntry } from '../remittance/index.ts'
import type { SweepEvent } from './sweep.ts'

/** A sweep as it was ordered: positive, to our operating account; negative, from it. */
export type OrderedSweep = { readonly currency: string; readonly minor: bigint }

export type SweepMatch = {
  readonly event: Extract<SweepEvent, 'left' | 'arrived' | 'returned'>
  /** What the bank kept, beyond a debit or out of a credit; ours to bear. Negative: what it gave more, or took less. */
  readonly chargesMinor: bigint
  /** Whether it is the sweep without a person saying so. */
  readonly isExplained: boolean
}

/** Which purpose the account has that a sweep leaves, and the one that it comes to. */
export const endsOfSweep = ({ minor }: Pick<OrderedSweep, 'minor'>) =>
  minor > 0n
    ? ({ from: 'safeguarding', to: 'operating' } as const)
    : ({ from: 'operating', to: 'safeguarding' } as const)

/**
 * What an entry on the statement of one of our accounts says of a sweep that it names; undefined where it cannot be it. It is
 * explained where its amount is the sweep's, but for charges that are stated or, of what is not stated, within the tolerance.
 */
export const matchSweepEntry = (
  entry: Omit<OpenEntry, 'text'>,
  purpose: 'safeguarding' | 'operating',
  sweep: OrderedSweep,
  toleranceMinor: bigint,
): SweepMatch | undefined => {
  const amount = sweep.minor < 0n ? -sweep.minor : sweep.minor
  const isDebit = entry.minor < 0n
  const isFrom = endsOfSweep(sweep).from === purpose
  const chargesMinor = isDebit ? -entry.minor - amount : amount - entry.minor
  if (entry.currency !== sweep.currency || (isDebit && !isFrom)) return undefined
  const isStated = chargesMinor === 0n || chargesMinor === entry.chargesMinor
  const isExplained = chargesMinor >= 0n && (isStated || chargesMinor <= toleranceMinor)
  return { event: isDebit ? 'left' : isFrom ? 'returned' : 'arrived', chargesMinor, isExplained }
}
