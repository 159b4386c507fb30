import type { Money } from '../money/index.ts'
import type { DisputeAnswer, DisputeId, DisputeKind } from './dispute.ts'
import type { DisputeFile } from './dispute-file.ts'

type Heard<Name extends string, More = unknown> = {
  readonly name: Name
  /** On the sandbox clock: when we heard it. */
  readonly at: Date
  readonly disputeId: DisputeId
} & More

/** One thing that happened to a dispute. With the payment as it was, it is enough to replay the facts of both. */
export type DisputeEvent =
  | Heard<
      'dispute_opened',
      {
        readonly kind: DisputeKind
        /** The id that Alipay+ gave it. */
        readonly requestId: string
        readonly amount: Money
        readonly reason?: string
      }
    >
  | Heard<'dispute_file_added', { readonly file: DisputeFile }>
  | Heard<'dispute_answered', { readonly answer: DisputeAnswer }>
  | Heard<'dispute_answer_taken'>
  | Heard<'dispute_answer_refused', { readonly because: string }>
  | Heard<'dispute_answer_unknown', { readonly because: string }>
  | Heard<'dispute_overdue'>
  | Heard<'dispute_won'>
  | Heard<'dispute_lost', { readonly amount?: Money }>
  | Heard<'dispute_withdrawn'>

export type DisputeEventName = DisputeEvent['name']
