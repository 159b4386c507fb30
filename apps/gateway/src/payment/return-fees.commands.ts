import { randomUUID } from 'node:crypto'
import { feesFixedBy, formatMoney, type RefundEvent, refuse } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { allContracts } from '../merchant/index.ts'
import { recordRefundEvent } from './record-refund-event.ts'
import { paymentsWithoutReturn } from './unreturned-fees.store.ts'

/** Gives back what refunds lack of our fee, each under the lock of its payment; prints each. What is given back already stays. */
const returnFees = () =>
  withTools(async ({ db, now }) => {
    const record = recordRefundEvent({ db, newId: randomUUID, committed: () => {} })
    const contracts = await db.snapshot(allContracts)
    for (const { merchantId, paymentId } of await paymentsWithoutReturn(db)) {
      for (;;) {
        let fixed: (RefundEvent & { readonly name: 'refund_fee_fixed' }) | undefined
        const { outcome } = await record('refund.commit_outcome', merchantId, {
          paymentId,
          event: (payment, refunds) => {
            const own = refunds.map(({ refund }) => refund)
            fixed = feesFixedBy(payment, { contracts: contracts.get(merchantId) ?? [] }, own, now())[0]
            return fixed === undefined
              ? refuse({ error: 'INVALID_VALUE', propertyName: 'paymentId', message: 'Nothing is missing.' })
              : { ok: true, value: fixed }
          },
        })
        if (outcome !== 'recorded' || fixed === undefined) break
        print({ merchantId, paymentId, refundId: fixed.refundId, feeReturned: formatMoney(fixed.feeReturned) })
      }
    }
  })

/** `refund return-fees`: makes good what refunds lack of our fee. */
export const addRefundCommands = (root: Command): void => {
  root
    .command('refund')
    .description('refunds')
    .command('return-fees')
    .description(
      'gives merchants what refunds lack of our fee by their contract, once; nothing where nothing is lacking',
    )
    .action(returnFees)
}
