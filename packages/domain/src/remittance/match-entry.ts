import type { RemittanceEvent, RemittanceId, RemittanceStatus } from './remittance.ts'
import { remittanceIdsIn } from './remittance.ts'
import { remittanceMoveOf } from './remittance-table.ts'

/** An entry on our bank statement that nobody has explained: a credit is positive, a debit negative. */
export type OpenEntry = {
  readonly currency: string
  readonly minor: bigint
  /** What the bank says that it took for itself, beyond a debit or out of a credit. */
  readonly chargesMinor: bigint
  /** Whatever the bank wrote with it, end-to-end ids and ids of groups among it. */
  readonly text: string
}

export type OrderedRemittance = {
  readonly remittanceId: RemittanceId
  readonly currency: string
  readonly minor: bigint
  readonly status: RemittanceStatus
  readonly paymentInformationId: string | undefined
}

export type EntryMatch = {
  readonly event: Extract<RemittanceEvent, 'debited' | 'credited'>
  readonly remittances: readonly OrderedRemittance[]
  /** What the bank kept; ours to bear. */
  readonly chargesMinor: bigint
}

const changes = ['confirm', 'confirm_after_all', 'give_back']

const sumOf = (all: readonly OrderedRemittance[]): bigint => all.reduce((sum, { minor }) => sum + minor, 0n)

/**
 * Which remittances an entry paid or brought back: those whose ids it names or, where it names none, those of the group that it
 * names; they must be of a status that allows it, and add up to it, but for charges that are stated or, of a return, within the
 * tolerance. Undefined where it is something else: it stays for a person.
 */
export const matchEntry = (
  entry: OpenEntry,
  remittances: readonly OrderedRemittance[],
  toleranceMinor: bigint,
): EntryMatch | undefined => {
  const event = entry.minor < 0n ? 'debited' : 'credited'
  const ids = remittanceIdsIn(entry.text)
  const isOpen = ({ status }: OrderedRemittance) => changes.includes(remittanceMoveOf(status, event))
  const named = remittances.filter(({ remittanceId }) => ids.includes(remittanceId))
  if (named.length !== ids.length) return undefined
  const meant =
    ids.length > 0
      ? named
      : remittances.filter(
          (one) =>
            one.paymentInformationId !== undefined &&
            ['approved', 'sent', 'accepted'].includes(one.status) &&
            entry.text.includes(one.paymentInformationId),
        )
  const isOne = meant.every((one) => isOpen(one) && one.currency === entry.currency)
  if (meant.length === 0 || !isOne) return undefined
  const charges = event === 'debited' ? -entry.minor - sumOf(meant) : sumOf(meant) - entry.minor
  const mayBe = charges === 0n || charges === entry.chargesMinor || (event === 'credited' && charges <= toleranceMinor)
  return charges >= 0n && mayBe ? { event, remittances: meant, chargesMinor: charges } : undefined
}
