import { currencies } from '@silkgate/domain'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../ui/api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { minorOf, pointsOf } from './given.ts'
import { IdentityFields } from './identity-fields.tsx'

/** A new merchant: it is boarded, and takes no payments before it is live. */
export const AddMerchant = () => {
  const navigate = useNavigate()
  const words = texts.merchants
  const [currency, choose] = useState('EUR')
  const add = async (fields: Readonly<Record<string, string>>) => {
    const { feePercent: _percent, feeFixed: _fixed, refundsNeedApproval, refundsAfterPaid, ...same } = fields
    await ask('/merchants', 'POST', {
      ...same,
      feeBasisPoints: pointsOf(fields, 'feePercent'),
      feeFixed: minorOf(fields, 'feeFixed', currency),
      refundsNeedApproval: refundsNeedApproval === 'on',
      refundsAfterPaid: refundsAfterPaid === 'on',
    })
  }
  return (
    <>
      <Heading title={words.add}>{words.add}</Heading>
      <p className="lead">{words.addSays}</p>
      <Form
        confirm={words.add}
        run={add}
        leave={(sent) =>
          void (sent?.merchantId === undefined
            ? navigate({ to: '/merchants' })
            : navigate({ to: '/merchants/$merchantId', params: { merchantId: sent.merchantId } }))
        }
      >
        <Field name="merchantId" label={words.id} hint={words.idHint} required inputMode="numeric" maxLength={10} />
        <IdentityFields />
        <label>
          {words.settlementCurrency}
          <select name="settlementCurrency" value={currency} onChange={({ target }) => choose(target.value)}>
            {currencies.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <Field name="feePercent" label={words.feePercent} hint={words.feePercentHint} inputMode="decimal" />
        <Field name="feeFixed" label={words.feeFixedIn(currency)} inputMode="decimal" />
        <label className="choice">
          <input type="checkbox" name="refundsNeedApproval" />
          {words.refundsNeedApprovalChoice}
        </label>
        <label className="choice">
          <input type="checkbox" name="refundsAfterPaid" />
          {words.refundsAfterPaidChoice}
        </label>
      </Form>
    </>
  )
}
