import type { OpenEntry } from '../remittance/index.ts'
import type { SweepEvent } from './sweep.ts'

/** A sweep as it was ordered: positive, to our operating account; negative, from it. */
export type OrderedSweep = { readonly currency: string; readonly minor: bigint }

export type SweepMatch = {
  readonly event: Extract<SweepEvent, 'left' | 'arrived' | 'returned'>
  /** What the bank kept, beyond a debit or out of a credit; ours to bear. */
  readonly chargesMinor: bigint
}

/** Which purpose the account has that a sweep leaves, and the one that it comes to. */
export const endsOfSweep = ({ minor }: Pick<OrderedSweep, 'minor'>) =>
  minor > 0n
    ? ({ from: 'safeguarding', to: 'operating' } as const)
    : ({ from: 'operating', to: 'safeguarding' } as const)

/**
 * What an entry on the statement of one of our accounts says of a sweep that it names; undefined where it cannot be it: the
 * amount must be the sweep's, but for charges that are stated.
 */
export const matchSweepEntry = (
  entry: Omit<OpenEntry, 'text'>,
  purpose: 'safeguarding' | 'operating',
  sweep: OrderedSweep,
): SweepMatch | undefined => {
  const amount = sweep.minor < 0n ? -sweep.minor : sweep.minor
  const isDebit = entry.minor < 0n
  const isFrom = endsOfSweep(sweep).from === purpose
  const charges = isDebit ? -entry.minor - amount : amount - entry.minor
  if (entry.currency !== sweep.currency || (isDebit && !isFrom)) return undefined
  if (charges !== 0n && (charges < 0n || charges !== entry.chargesMinor)) return undefined
  return { event: isDebit ? 'left' : isFrom ? 'returned' : 'arrived', chargesMinor: charges }
}
