/** A document that came with an answer, as far as it can be told from any other. */
export type ReceivedEvidence = {
  readonly fileName: string
  readonly fileType: string
  /** In bytes. */
  readonly size: number
  readonly sha256: string
}

/** What a merchant said, as it came but for the documents' content: a claim that it gives in to is paid out at once. */
export type Answer = {
  readonly gives: bigint
  readonly body: string
  readonly evidences: readonly ReceivedEvidence[]
  readonly at: Date
}

/** A wallet's question about an order, or its owner's claim to money of it. */
export type OrderDispute = {
  readonly disputeRequestId: string
  readonly kind: 'retrieval' | 'escalation'
  /** In the order's currency. */
  readonly minor: bigint
  readonly reason: string
  readonly openedAt: Date
  /** What nobody answered until then is decided for the consumer. */
  readonly answerBy: Date
  readonly answer: Answer | undefined
  /** What it came to: what the consumer got, or that there is nothing to get. */
  readonly judged: Judged | undefined
  /** The judgements that a later one took the place of, oldest first. */
  readonly overruled: readonly Judged[]
}

export type Judged = { readonly outcome: 'won' | 'lost' | 'withdrawn'; readonly minor: bigint; readonly at: Date }

/** Whether a dispute waits for an answer or for its end. */
export const isUnderWay = ({ kind, answer, judged }: OrderDispute): boolean =>
  judged === undefined && (answer === undefined || (kind === 'escalation' && answer.gives === 0n))

/** What the consumer got by a dispute; a claim that nobody answered in time is the consumer's. */
export const wonMinorOf = ({ kind, minor, answerBy, answer, judged }: OrderDispute, now: Date): bigint => {
  if (judged !== undefined) return judged.outcome === 'lost' ? judged.minor : 0n
  if (answer !== undefined) return answer.gives
  return kind === 'escalation' && now >= answerBy ? minor : 0n
}

/**
 * When the consumer got how much by a dispute, and by whose word it was less again (negative): what a judgement finds
 * moved already is not moved twice.
 */
export const wonMovesOf = (dispute: OrderDispute, now: Date): { at: Date; minor: bigint; isFirst: boolean }[] => {
  const { kind, minor, answer, answerBy, judged, overruled } = dispute
  const words = judged === undefined ? [] : [...overruled, judged]
  const isOverdue = kind === 'escalation' && answer === undefined && now >= answerBy
  const heard = words.map((one) => ({ at: one.at, won: one.outcome === 'lost' ? one.minor : 0n }))
  if (answer !== undefined) heard.unshift({ at: answer.at, won: answer.gives })
  else if (isOverdue && !words.some(({ at }) => at < answerBy)) heard.unshift({ at: answerBy, won: minor })
  let before = 0n
  let isFirst = true
  return heard.flatMap(({ at, won }) => {
    const moved = { at, minor: won - before, isFirst }
    before = won
    if (moved.minor === 0n) return []
    isFirst = false
    return [moved]
  })
}
