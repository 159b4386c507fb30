/** Something that may be the other side of a break, and how far it is from it. */
export type Candidate<Is extends string = string> = {
  readonly is: Is
  readonly id: string
  /** Where it is found: the statement of an entry. */
  readonly within: string | null
  readonly text: string
  readonly currency: string
  readonly minor: bigint
  readonly day: string
  /** Beyond what the break is about, in the smallest unit. */
  readonly differenceMinor: bigint
  readonly daysApart: number
}
