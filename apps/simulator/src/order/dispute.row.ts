import type { Answer, Judged, OrderDispute } from './dispute.ts'

/** A dispute as JSON keeps it: amounts and instants as texts. */
export type StoredDispute = Omit<
  OrderDispute,
  'minor' | 'openedAt' | 'answerBy' | 'answer' | 'judged' | 'overruled'
> & {
  readonly minor: string
  readonly openedAt: string
  readonly answerBy: string
  /** Those that were kept before there were documents have none. */
  readonly answer?: Pick<Answer, 'body'> &
    Partial<Pick<Answer, 'evidences'>> & { readonly gives: string; readonly at: string }
  readonly judged?: StoredJudged
  readonly overruled?: readonly StoredJudged[]
}

type StoredJudged = Omit<Judged, 'minor' | 'at'> & { readonly minor: string; readonly at: string }

const readJudged = ({ minor, at, ...rest }: StoredJudged): Judged => ({
  ...rest,
  minor: BigInt(minor),
  at: new Date(at),
})

export const readDispute = ({
  minor,
  openedAt,
  answerBy,
  answer,
  judged,
  overruled = [],
  ...rest
}: StoredDispute): OrderDispute => ({
  ...rest,
  minor: BigInt(minor),
  openedAt: new Date(openedAt),
  answerBy: new Date(answerBy),
  answer: answer && { evidences: [], ...answer, gives: BigInt(answer.gives), at: new Date(answer.at) },
  judged: judged && readJudged(judged),
  overruled: overruled.map(readJudged),
})

export const writeDisputes = (disputes: readonly OrderDispute[]): string =>
  JSON.stringify(disputes, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
