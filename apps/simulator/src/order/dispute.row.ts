import type { Answer, OrderDispute } from './dispute.ts'

/** A dispute as JSON keeps it: amounts and instants as texts. */
export type StoredDispute = Omit<OrderDispute, 'minor' | 'openedAt' | 'answerBy' | 'answer' | 'judged'> & {
  readonly minor: string
  readonly openedAt: string
  readonly answerBy: string
  /** Those that were kept before there were documents have none. */
  readonly answer?: Pick<Answer, 'body'> &
    Partial<Pick<Answer, 'evidences'>> & { readonly gives: string; readonly at: string }
  readonly judged?: { readonly outcome: 'won' | 'lost' | 'withdrawn'; readonly minor: string; readonly at: string }
}

export const readDispute = ({ minor, openedAt, answerBy, answer, judged, ...rest }: StoredDispute): OrderDispute => ({
  ...rest,
  minor: BigInt(minor),
  openedAt: new Date(openedAt),
  answerBy: new Date(answerBy),
  answer: answer && { evidences: [], ...answer, gives: BigInt(answer.gives), at: new Date(answer.at) },
  judged: judged && { ...judged, minor: BigInt(judged.minor), at: new Date(judged.at) },
})

export const writeDisputes = (disputes: readonly OrderDispute[]): string =>
  JSON.stringify(disputes, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
