/** How a merchant stands at Alipay+. */
export type RegistrationState = 'unregistered' | 'submitted' | 'registered' | 'refused'

/** What became of one request to register a merchant; undefined while nobody knows. */
type Outcome = 'registered' | 'refused' | undefined

/**
 * Follows from all requests, the youngest first. A merchant that was registered once stays so: a later request changes
 * what Alipay+ knows of it, and its refusal leaves that as it was.
 */
export const registrationStateOf = (outcomes: readonly Outcome[]): RegistrationState => {
  if (outcomes.includes('registered')) return 'registered'
  if (outcomes.length === 0) return 'unregistered'
  return outcomes[0] ?? 'submitted'
}

const minuteMs = 60_000
const longestMs = 6 * 60 * minuteMs
/** Source: registration, whose result is there within seven days. */
const decidesWithinMs = 7 * 24 * 60 * minuteMs

/** Whether a person must ask what became of a request: Alipay+ has had longer than it says it takes. */
export const isRegistrationOverdue = (requestedAt: Date, at: Date): boolean =>
  at.getTime() - requestedAt.getTime() >= decidesWithinMs

/**
 * When to ask again about what has been waited for since an instant: after as long as it has been waited for already,
 * from a minute to six hours.
 */
export const nextAskAt = (since: Date, at: Date): Date => {
  const waitedMs = at.getTime() - since.getTime()
  return new Date(at.getTime() + Math.min(Math.max(waitedMs, minuteMs), longestMs))
}
