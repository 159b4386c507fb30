import { Deed } from '../ui/deed.tsx'
import { amountText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { decideRefund, type Refund } from './api.ts'

/** Yes or no to a refund that waits for somebody else than who asked for it. */
export const DecideRefund = ({ of: refund, email }: { of: Refund; email: string }) => {
  const amount = amountText(refund.amount)
  return (
    <span className="row">
      <Deed
        name={texts.refunds.approve(amount)}
        refusedBecause={refund.askedBy === email ? texts.refunds.notYou : undefined}
        run={(_fields, key) => decideRefund(refund.refundId, 'approve', key)}
      >
        <p>{texts.refunds.approveSays(amount, refund.askedBy)}</p>
      </Deed>
      <Deed
        name={texts.refunds.refuse(amount)}
        isDanger
        run={(_fields, key) => decideRefund(refund.refundId, 'cancel', key)}
      >
        <p>{texts.refunds.refuseSays(amount)}</p>
      </Deed>
    </span>
  )
}
