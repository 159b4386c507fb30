import { type DisputeId, ok } from '@silkgate/domain'
import type { HttpAnswer } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import type { World } from '../world.ts'
import { disputeView } from './dispute-view.ts'
import type { AskOfDispute } from './on-open-dispute.ts'

type Needs = { readonly world: World; readonly ask: AskOfDispute }

/** What a merchant says to a dispute: it stands by its payment, or gives in. Alipay+ is told right after. */
export const answerDispute =
  ({ world, ask }: Needs) =>
  (caller: Caller, disputeId: DisputeId, answer: 'defended' | 'accepted'): Promise<HttpAnswer> =>
    ask(caller, disputeId, {
      deed: 'dispute.commit_answer',
      event: () => ok({ name: 'dispute_answered', at: world.now(), disputeId, answer }),
      answerOf: ({ dispute, stored }) => ({ status: 200, body: JSON.stringify(disputeView(dispute, stored)) }),
    })
