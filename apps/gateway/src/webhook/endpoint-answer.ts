/** What came of one call of a merchant's endpoint. */
export type EndpointAnswer = {
  readonly status: number | undefined
  /** How the body began. */
  readonly answer: string | undefined
  /** Why there is no answer. */
  readonly error: string | undefined
  readonly durationMs: number
}
