import {
  type DisputeMove,
  type DisputePosition,
  type DisputeStatus,
  disputeStatuses,
  disputeTable,
  type HeardOfDispute,
} from '@silkgate/domain'
import { code, page, table } from './markdown.ts'

const positions: Record<DisputePosition, string> = {
  open: 'the merchant can answer; after 19 days for a retrieval, 9 for an escalation, we answer in its stead',
  answering: 'our answer is on its way, and is sent again until Alipay+ has it',
  judging: 'Alipay+ has our answer, and decides; after 30 days a person is told',
  won: 'nothing was taken, or what was taken came back',
  lost: 'Alipay+ takes the money',
  withdrawn: 'the consumer took it back',
}

const heard: Record<HeardOfDispute, string> = {
  dispute_file_added: 'the merchant hands in a document',
  dispute_answered: 'the merchant defends or gives in, or its time is up',
  dispute_answer_taken: 'Alipay+ says S to our answer',
  dispute_answer_refused: 'Alipay+ says no to our answer',
  dispute_answer_unknown: 'no clear word to our answer',
  dispute_overdue: 'nothing was heard for 30 days',
  dispute_won: 'Alipay+ decides for the merchant',
  dispute_lost: 'Alipay+ decides for the consumer',
  dispute_withdrawn: 'the consumer takes it back',
}

const becomes: Record<DisputeMove, string> = {
  add_file: 'kept, and sent with the defence',
  answer: 'answering',
  deliver: 'a retrieval: won; an escalation: judging where it is defended, else lost',
  tell_person: 'judging, a person is told; a retrieval: lost',
  ask_again: 'sent again',
  win: 'won',
  lose: 'lost, booked',
  withdraw: 'withdrawn',
  give_back: 'won, booked back',
  open_contradiction: 'nothing changes, a person is told',
  nothing: '–',
}

/** The statuses of a dispute, where it stands, and what becomes of what is heard. */
export const disputeStatesPage = (): string =>
  page({
    from: 'packages/domain/src/dispute',
    title: 'The states of a dispute',
    parts: [
      'A retrieval asks about a payment and never moves money. An escalation claims money of it: what it claims cannot be ' +
        'refunded while it is under way, and what was refunded is never taken ([why](../decisions/0023-disputes.md)).',
      table(
        ['Status', 'Webhook event', 'Meaning'],
        (Object.keys(disputeStatuses) as DisputeStatus[]).map((status) => {
          const { event, says } = disputeStatuses[status]
          return [code(status), code(event), says]
        }),
      ),
      '## Where a dispute stands',
      table(
        ['It is', 'Meaning'],
        Object.entries(positions).map(([position, says]) => [position, says]),
      ),
      '## What becomes of what is heard',
      table(
        ['What is heard', ...Object.keys(disputeTable).map((position) => `when ${position}`)],
        (Object.keys(heard) as HeardOfDispute[]).map((event) => [
          `${code(event)}: ${heard[event]}`,
          ...Object.values(disputeTable).map((row) => becomes[row[event]]),
        ]),
      ),
    ],
  })
