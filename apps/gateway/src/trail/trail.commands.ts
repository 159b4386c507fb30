import { isPaymentId, isRefundId, paymentOfRefund } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { getPayment } from '../payment/index.ts'
import { trailOf } from './trail.ts'

/** `trail ID`: the way of a payment's money. */
export const addTrailCommands = (root: Command): void => {
  root
    .command('trail <id>')
    .description(
      'the whole way of a payment: calls, notifications, webhooks, report lines, batches, bank entry, transfers',
    )
    .action((id: string) =>
      withTools(async ({ db }) => {
        const paymentId = isRefundId(id) ? paymentOfRefund(id) : id
        if (!isPaymentId(paymentId)) throw new Error(`"${id}" is neither the id of a payment nor of a refund.`)
        const trail = await trailOf({ db, getPayment: getPayment(db) })(paymentId)
        if (trail === undefined) throw new Error(`There is no payment ${paymentId}.`)
        print(trail)
      }),
    )
}
