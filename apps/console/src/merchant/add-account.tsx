import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { oneMerchant } from './api.ts'

/** Another payout account: nothing is paid to it before another person has compared it with its proof. */
export const AddAccount = () => {
  const { merchantId } = useParams({ from: '/in/merchants/$merchantId/payout-account' })
  const navigate = useNavigate()
  const words = texts.merchants
  return (
    <>
      <Heading title={words.addAccount}>{words.addAccount}</Heading>
      <Answered of={useQuery(oneMerchant(merchantId))} absent="INVALID_MERCHANT_ID">
        {(found) => (
          <Form
            confirm={words.addAccount}
            run={(fields) => ask(`/merchants/${merchantId}/payout-accounts`, 'POST', fields)}
            leave={() => void navigate({ to: '/merchants/$merchantId', params: { merchantId } })}
          >
            <p className="lead">{words.addAccountSays(found.name)}</p>
            <Field name="currency" label={words.paidIn} required>
              {[found.settlementCurrency, ...found.furtherCurrencies].map((currency) => (
                <option key={currency}>{currency}</option>
              ))}
            </Field>
            <Field name="iban" label="IBAN" autoComplete="off" />
            <Field name="accountNumber" label={words.accountNumber} hint={words.accountNumberHint} autoComplete="off" />
            <Field name="bic" label="BIC" hint={words.bicHint} autoComplete="off" />
            <Field name="holder" label={words.holder} hint={words.holderHint} required />
            <Field name="street" label={words.streetName} autoComplete="off" />
            <Field name="building" label={words.building} autoComplete="off" />
            <Field name="postcode" label={words.zip} autoComplete="off" />
            <Field name="town" label={words.city} required autoComplete="off" />
            <Field name="country" label={words.country} hint={words.countryHint} required maxLength={2} />
            <Field name="proof" label={words.proof} hint={words.proofHint} required />
          </Form>
        )}
      </Answered>
    </>
  )
}
