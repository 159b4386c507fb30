import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Amounts, type MerchantDetail, oneMerchant } from './api.ts'
import { amountsOf, linesOf, typedOf } from './given.ts'
import { IdentityFields } from './identity-fields.tsx'

const limits = ['limit', 'dayLimit', 'monthLimit'] as const
const limitsOf = (found: MerchantDetail): Readonly<Record<(typeof limits)[number], Amounts>> => ({
  limit: found.limits,
  dayLimit: found.dayLimits,
  monthLimit: found.monthLimits,
})

/** The currencies whose limits can be set: those that it settles in, and those that are limited already. */
const currenciesOf = (found: MerchantDetail): readonly string[] => [
  ...new Set([
    ...[found.settlementCurrency, ...found.furtherCurrencies],
    ...limits.flatMap((name) => Object.keys(limitsOf(found)[name])),
  ]),
]

type Identity = 'name' | 'displayName' | 'mcc' | 'country' | 'city' | 'address' | 'zip'

/** What of who it is differs from before: Alipay+ is told of nothing else. */
const changedOf = (found: MerchantDetail, fields: Readonly<Record<string, string>>) => {
  const { region, city, address1, zipCode } = found.address
  const { name, displayName, mcc } = found
  const before: Readonly<Record<Identity, string | undefined>> = {
    ...{ name, displayName, mcc, country: region, city, address: address1, zip: zipCode },
  }
  const differs = Object.entries(before).filter(([part, value]) => (fields[part] ?? '') !== (value ?? ''))
  return Object.fromEntries(differs.flatMap(([part]) => (fields[part] === undefined ? [] : [[part, fields[part]]])))
}

const setMerchant = (found: MerchantDetail, fields: Readonly<Record<string, string>>) => {
  const amounts = limits.map((name) => [name, amountsOf(fields, name, currenciesOf(found), limitsOf(found)[name])])
  const further = linesOf(fields.furtherCurrency?.toUpperCase())
  return ask(`/merchants/${found.merchantId}`, 'PUT', {
    ...changedOf(found, fields),
    ...Object.fromEntries(amounts.filter(([, list]) => list?.length !== 0)),
    ...(further.length === 0 ? {} : { furtherCurrency: further }),
    ...(fields.seconds === undefined ? {} : { expiresAfter: `PT${fields.seconds}S` }),
  })
}

const LimitFields = ({ found }: { found: MerchantDetail }) => {
  const words = texts.merchants
  return limits.map((name) => (
    <fieldset key={name}>
      <legend>{words[name]}</legend>
      {currenciesOf(found).map((currency) => {
        const minor = limitsOf(found)[name][currency]
        return (
          <Field
            key={currency}
            name={`${name}.${currency}`}
            label={words.inCurrency(currency)}
            given={minor === undefined ? undefined : typedOf({ currency, minor })}
            inputMode="decimal"
          />
        )
      })}
    </fieldset>
  ))
}

/** Who a merchant is, and what limits its payments: from now on. */
export const EditMerchant = () => {
  const { merchantId } = useParams({ from: '/in/merchants/$merchantId/change' })
  const navigate = useNavigate()
  const words = texts.merchants
  return (
    <>
      <Heading title={words.changeIt}>{words.changeIt}</Heading>
      <Answered of={useQuery(oneMerchant(merchantId))} absent="INVALID_MERCHANT_ID">
        {(found) => (
          <Form
            confirm={words.keepChanges}
            run={(fields) => setMerchant(found, fields)}
            leave={() => void navigate({ to: '/merchants/$merchantId', params: { merchantId } })}
          >
            <p className="muted">{words.changeSays}</p>
            <IdentityFields found={found} />
            <Field name="furtherCurrency" label={words.furtherCurrency} hint={words.furtherHint} />
            <LimitFields found={found} />
            <Field
              name="seconds"
              label={words.secondsToPay}
              hint={words.secondsHint}
              given={found.expiresAfterSeconds.toString()}
              required
              inputMode="numeric"
            />
          </Form>
        )}
      </Answered>
    </>
  )
}
