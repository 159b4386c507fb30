import { disputeStatusOf, formatMoney } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { openDisputes } from './dispute.store.ts'

/** `dispute list`: what is not at its end, the most urgent first. */
export const addDisputeCommands = (root: Command): void => {
  root
    .command('dispute')
    .description('disputes of consumers')
    .command('list')
    .description('disputes under way, the most urgent first')
    .action(() =>
      withTools(async ({ db }) => {
        for (const dispute of await openDisputes(db)) {
          const { merchantId, paymentId, disputeId, kind, amount, held, answerBy } = dispute
          const amounts = { amount: formatMoney(amount), held: formatMoney(held) }
          const status = disputeStatusOf(dispute)
          print({ merchantId, paymentId, disputeId, kind, status, ...amounts, answerBy, dueAt: dispute.waiting?.dueAt })
        }
      }),
    )
}
