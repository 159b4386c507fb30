/** What is not the simulator's to decide: the sandbox clock and the dice. */
export type World = {
  readonly now: () => Date
  readonly newId: () => string
  /** A text of so many random decimal digits. */
  readonly digits: (count: number) => string
}
