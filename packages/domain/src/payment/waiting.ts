/**
 * What we do next about a payment that is not at rest, and when. Written down before the step is taken, so that
 * whatever dies, what was written finds out what happened.
 */
export const steps = {
  submit: { does: 'pay', says: 'pay was sent or is about to be; its answer is not known yet' },
  consumer: { does: 'inquire', says: 'the order waits for its consumer' },
  time_up: { does: 'inquire', says: 'the time is up; was it paid in the last moment?' },
  cancel: { does: 'cancel', says: 'the payment is closing; Alipay+ is told so until it says yes' },
  past_cancel_window: { does: 'inquire', says: 'too late to cancel; Alipay+ is asked what became of it' },
  success_heard: { does: 'inquire', says: 'a success was heard for a closing or dead payment; is it true?' },
  price: { does: 'inquire', says: 'captured, and the settlement amount is not known yet' },
  doubted_message: { does: 'inquire', says: 'a message did not agree with our record; one question' },
} as const

export type Step = keyof typeof steps

export type Waiting = {
  readonly step: Step
  readonly dueAt: Date
  /** When this step began; the schedule counts from here. */
  readonly since: Date
}

const seconds = (count: number): number => count * 1000
const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms)
const later = (a: Date, b: Date): Date => (a > b ? a : b)

/** The consumer's time is up half a minute after Alipay+ closes the order. */
const graceMs = seconds(30)
const consumerAskedAtMs = [60, 180, 360, 540].map(seconds)
/** 45 questions in 180 s. Source: Alipay+ allows 30 to 60 inquiries within 180 seconds. */
const doubtEveryMs = seconds(4)
const doubtBudgetMs = seconds(180)
const hourMs = seconds(3600)

export const begin = (step: Step, at: Date): Waiting => ({ step, dueAt: at, since: at })

/**
 * When an order that waits for its consumer is asked about next: at 1, 3, 6 and 9 minutes as long as it has not expired,
 * then when its time is up.
 */
export const waitForConsumer = (since: Date, expiresAt: Date, at: Date): Waiting => {
  const timeUp = after(expiresAt, graceMs)
  const next = consumerAskedAtMs.map((ms) => after(since, ms)).find((instant) => instant > at && instant < expiresAt)
  return next === undefined
    ? { step: 'time_up', dueAt: later(timeUp, at), since: later(timeUp, at) }
    : { step: 'consumer', dueAt: next, since }
}

/** Whether nothing was asked yet in this step; its time counts from the first question, however late that was. */
const isFirst = ({ dueAt, since }: Waiting): boolean => dueAt.getTime() === since.getTime()

/** Whether the questions of a step have used up their budget. */
export const isBudgetSpent = (waiting: Waiting, at: Date): boolean =>
  !isFirst(waiting) && at.getTime() - waiting.since.getTime() >= doubtBudgetMs

/** The next try of a step in doubt: every 4 s for 180 s, then after half of the time that has passed, at most an hour. */
export const tryAgain = (waiting: Waiting, at: Date): Waiting => {
  const since = isFirst(waiting) ? at : waiting.since
  const elapsedMs = at.getTime() - since.getTime()
  const waitMs = elapsedMs < doubtBudgetMs ? doubtEveryMs : Math.min(Math.floor(elapsedMs / 2), hourMs)
  return { ...waiting, since, dueAt: after(at, waitMs) }
}

/** Whether a person must look: an outcome has been in doubt for an hour. */
export const needsPerson = (waiting: Waiting, at: Date): boolean => at.getTime() - waiting.since.getTime() >= hourMs

/** An order that Alipay+ does not know may still appear until one minute after its expiry. */
export const isSurelyAbsent = (expiresAt: Date, at: Date): boolean => at >= after(expiresAt, seconds(60))

/** The earlier of a try and an instant. */
export const noLaterThan = (waiting: Waiting, instant: Date, at: Date): Waiting =>
  waiting.dueAt > instant && instant > at ? { ...waiting, dueAt: instant } : waiting

/** When an order that may exist although it was refused is asked about: once it can neither appear nor be paid any more. */
export const waitForItsEnd = (expiresAt: Date, at: Date): Waiting =>
  begin('time_up', later(absentForSureAt(expiresAt), at))

export const absentForSureAt = (expiresAt: Date): Date => after(expiresAt, seconds(60))
