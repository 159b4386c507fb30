import { formatMoney, readTypedAmount } from '@silkgate/domain'
import { useState } from 'react'
import { Deed } from '../ui/deed.tsx'
import { type Amount, amountText, timeText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { askRefund, type Refund } from './api.ts'

type Needs = {
  readonly paymentId: string
  readonly refundable: Amount & { readonly because?: string }
  /** Those that the payment has already. */
  readonly refunds: readonly Refund[]
  readonly isDisputed: boolean
}

const typedOf = ({ currency, minor }: Amount): string =>
  formatMoney({ currency, minor: BigInt(minor) }).split(' ')[0] ?? ''

/** Gives money of a payment back: how much and why, what that means, and one button that names the amount. */
export const AskRefund = ({ paymentId, refundable, refunds, isDisputed }: Needs) => {
  const [typed, setTyped] = useState<string>()
  const unknown = refunds.find(({ unknownUntil }) => unknownUntil !== undefined)?.unknownUntil
  const why = unknown === undefined ? refundable.because : texts.refunds.unknown(timeText(unknown))
  const amount = typed ?? typedOf(refundable)
  const read = readTypedAmount(refundable.currency, amount, 'amount')
  const gets = read.ok ? amountText({ currency: refundable.currency, minor: read.value.minor.toString() }) : undefined
  return (
    <Deed
      name={texts.refunds.ask}
      confirm={gets === undefined ? texts.refunds.ask : texts.refunds.confirm(gets)}
      refusedBecause={why}
      done={texts.refunds.asked}
      run={async (fields, key) => {
        await askRefund(paymentId, fields, key)
        setTyped(undefined)
      }}
    >
      <label>
        {texts.refunds.amountIn(refundable.currency)}
        <span className="muted">{texts.refunds.upTo(amountText(refundable))}</span>
        <input
          name="amount"
          inputMode="decimal"
          required
          value={amount}
          aria-invalid={!read.ok}
          onChange={({ target }) => setTyped(target.value)}
        />
        {!read.ok && <span className="wrong">{read.refusals[0]?.message}</span>}
      </label>
      <label>
        {texts.refunds.reason}
        <input name="reason" maxLength={50} />
      </label>
      <label>
        {texts.refunds.reference}
        <input name="reference" maxLength={50} />
      </label>
      {isDisputed && <p className="warning">{texts.refunds.disputed}</p>}
      {gets !== undefined && <p>{texts.refunds.says(gets)}</p>}
    </Deed>
  )
}
