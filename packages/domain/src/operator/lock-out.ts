const minuteMs = 60_000

/** So many wrong attempts in a row lock an account, for so long. */
export const attemptsBeforeLock = 5
export const lockedForMs = 15 * minuteMs

/** How often somebody was wrong in a row, and until when nobody may try. */
export type Attempts = { readonly failures: number; readonly lockedUntil: Date | undefined }

export const isLocked = ({ lockedUntil }: Attempts, at: Date): boolean => lockedUntil !== undefined && at < lockedUntil

/** After one more wrong attempt. A lock that has ended begins the count anew. */
export const afterWrongAttempt = ({ failures, lockedUntil }: Attempts, at: Date): Attempts => {
  const wrong = lockedUntil !== undefined && at >= lockedUntil ? 1 : failures + 1
  return {
    failures: wrong,
    lockedUntil: wrong >= attemptsBeforeLock ? new Date(at.getTime() + lockedForMs) : undefined,
  }
}

const hourMs = 60 * minuteMs

/** A session ends when it was not used for so long, and so long after it began in any case. */
export const sessionIdleMs = 8 * hourMs
export const sessionLifeMs = 7 * 24 * hourMs

export const isSessionOver = (session: { readonly createdAt: Date; readonly lastSeenAt: Date }, at: Date): boolean =>
  at.getTime() - session.lastSeenAt.getTime() > sessionIdleMs ||
  at.getTime() - session.createdAt.getTime() > sessionLifeMs
