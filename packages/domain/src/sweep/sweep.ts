/** `SWEEP`, the day of its check and the currency: the end-to-end id of its order, so that a check orders once. */
export type SweepId = string

export const sweepIdOf = (day: string, currency: string): SweepId => `SWEEP-${day.replaceAll('-', '')}-${currency}`

/** All ids of sweeps in a text, each once. */
export const sweepIdsIn = (text: string): SweepId[] => [
  ...new Set(text.match(/(?<![A-Z0-9])SWEEP-\d{8}-[A-Z]{3}(?![A-Z0-9])/g) ?? []),
]

/** What happens to a sweep, or is heard about it. */
export const sweepEvents = {
  withdrawn: 'the next check orders anew: the bank was never told',
  sent: 'its order was put into the folder of the bank',
  accepted: 'pain.002 says that the order is accepted, in process or settled',
  rejected: 'pain.002 says RJCT',
  left: 'a debit on the statement of the account that it comes from',
  arrived: 'a credit on the statement of the account that it goes to',
  returned: 'a credit on the statement of the account that it left',
} as const

export type SweepEvent = keyof typeof sweepEvents

/** What is known of a sweep; it only grows. */
export type SweepFacts = Readonly<Record<SweepEvent, boolean>>

/** What follows from the facts. The statements have the last word: what has moved was not rejected. */
export const sweepStatusOf = (facts: SweepFacts) => {
  if (facts.returned) return 'returned'
  if (facts.left && facts.arrived) return 'confirmed'
  if (facts.left || facts.arrived) return 'on_its_way'
  if (facts.rejected) return 'rejected'
  if (facts.accepted) return 'accepted'
  if (facts.sent) return 'sent'
  return facts.withdrawn ? 'withdrawn' : 'ordered'
}

/**
 * Whether an event adds a fact, was known before, or cannot be after what is known: money moves once, comes back only before it
 * has arrived, and the bank's words do not contradict each other or the statements.
 */
export const hearOfSweep = (facts: SweepFacts, event: SweepEvent): 'new' | 'known' | 'contradiction' => {
  const hasMoved = facts.left || facts.arrived
  if (event === 'left' || event === 'arrived') return facts[event] || facts.returned ? 'contradiction' : 'new'
  if (event === 'returned') return facts.left && !facts.arrived && !facts.returned ? 'new' : 'contradiction'
  if (facts[event]) return 'known'
  if (event === 'withdrawn') return facts.sent || facts.accepted || facts.rejected || hasMoved ? 'contradiction' : 'new'
  if (event === 'rejected') return hasMoved ? 'contradiction' : 'new'
  return event === 'accepted' && facts.rejected && !hasMoved ? 'contradiction' : 'new'
}
