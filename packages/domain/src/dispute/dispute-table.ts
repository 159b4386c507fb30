import { type Dispute, type DisputePosition, disputePositionOf } from './dispute.ts'
import type { DisputeEventName } from './event.ts'

/** What becomes of a dispute when something is heard. */
export type DisputeMove =
  | 'add_file'
  | 'answer'
  | 'deliver'
  | 'tell_person'
  | 'ask_again'
  | 'win'
  | 'lose'
  | 'withdraw'
  | 'give_back'
  | 'open_contradiction'
  | 'nothing'

export type HeardOfDispute = Exclude<DisputeEventName, 'dispute_opened'>

const isUnderWay = { dispute_won: 'win', dispute_lost: 'lose', dispute_withdrawn: 'withdraw' } as const
const hasEnded = {
  dispute_file_added: 'nothing',
  dispute_answered: 'nothing',
  dispute_answer_taken: 'nothing',
  dispute_answer_refused: 'nothing',
  dispute_answer_unknown: 'nothing',
  dispute_overdue: 'nothing',
} as const

/** The life of a dispute. Rows say where it stands, columns are what is heard, cells are what becomes of it. */
export const disputeTable = {
  open: { ...hasEnded, dispute_file_added: 'add_file', dispute_answered: 'answer', ...isUnderWay },
  answering: {
    ...hasEnded,
    dispute_answer_taken: 'deliver',
    dispute_answer_refused: 'tell_person',
    dispute_answer_unknown: 'ask_again',
    ...isUnderWay,
  },
  judging: { ...hasEnded, dispute_overdue: 'tell_person', ...isUnderWay },
  won: { ...hasEnded, dispute_won: 'nothing', dispute_lost: 'open_contradiction', dispute_withdrawn: 'nothing' },
  lost: { ...hasEnded, dispute_won: 'give_back', dispute_lost: 'nothing', dispute_withdrawn: 'give_back' },
  withdrawn: { ...hasEnded, dispute_won: 'nothing', dispute_lost: 'open_contradiction', dispute_withdrawn: 'nothing' },
} as const satisfies Record<DisputePosition, Record<HeardOfDispute, DisputeMove>>

export const disputeMoveOf = (dispute: Dispute, name: HeardOfDispute): DisputeMove =>
  disputeTable[disputePositionOf(dispute)][name]
