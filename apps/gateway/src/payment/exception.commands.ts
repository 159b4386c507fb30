import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { openExceptions } from './payment.store.ts'

/** `exceptions`: what a person must look at, the most urgent first. */
export const addExceptionCommands = (root: Command): void => {
  root
    .command('exceptions')
    .description('what a person must look at: open exceptions, the most urgent first')
    .action(() =>
      withTools(async ({ db, now }) => {
        for (const row of await openExceptions(db)) {
          const { merchant_id: merchantId, payment_id: paymentId, refund_id: refundId, kind, detail } = row
          const [openedAt, deadlineAt] = [row.opened_at, row.deadline_at]
          const of = { merchantId, paymentId, ...(refundId === '' ? {} : { refundId }) }
          print({ ...of, kind, detail, openedAt, deadlineAt, isOverdue: deadlineAt < now() })
        }
      }),
    )
}
