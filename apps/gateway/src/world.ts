/**
 * What is not ours to decide: the two clocks and the dice. A simulation brings its own. `now` is the sandbox clock (the
 * wall clock in production) and rules states, deadlines and stamps; `wallMs` rules timeouts, leases and signatures.
 */
export type World = {
  readonly now: () => Date
  readonly wallMs: () => number
  readonly newId: () => string
}
