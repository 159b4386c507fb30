import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { beginOf, zoneName } from '../ui/format.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Amounts, type Contract, type MerchantDetail, oneMerchant } from './api.ts'
import { amountsOf, linesOf, minorOf, pointsOf, pricesText, typedOf, typedPercent } from './given.ts'

const settlesIn = ({ settlementCurrency, furtherCurrencies }: MerchantDetail): readonly string[] => [
  settlementCurrency,
  ...furtherCurrencies,
]

const propose = (found: MerchantDetail, before: Contract, fields: Readonly<Record<string, string>>) => {
  const prices = linesOf(fields.price)
  return ask(`/merchants/${found.merchantId}/contract-proposals`, 'POST', {
    ...(fields.from === undefined ? {} : { validFrom: beginOf(fields.from) }),
    feeBasisPoints: pointsOf(fields, 'feePercent'),
    feeFixed: minorOf(fields, 'feeFixed', found.settlementCurrency),
    refundsFee: fields.refundsFee,
    price: prices.length === 0 ? ['none'] : prices,
    rhythm: fields.rhythm,
    threshold: amountsOf(fields, 'threshold', settlesIn(found), before.thresholds),
    reserveBasisPoints: pointsOf(fields, 'reservePercent'),
    reserveDays: fields.reserveDays ?? '0',
    allowedNegative: amountsOf(fields, 'allowedNegative', settlesIn(found), before.allowedNegative),
    negativePolicy: fields.negativePolicy,
  })
}

const AmountFields = ({
  name,
  legend,
  of,
  found,
}: {
  name: string
  legend: string
  of: Amounts
  found: MerchantDetail
}) => (
  <fieldset>
    <legend>{legend}</legend>
    {settlesIn(found).map((currency) => (
      <Field
        key={currency}
        name={`${name}.${currency}`}
        label={texts.merchants.inCurrency(currency)}
        given={of[currency] === undefined ? undefined : typedOf({ currency, minor: of[currency] })}
        inputMode="decimal"
      />
    ))}
  </fieldset>
)

const TermsFields = ({ found, before }: { found: MerchantDetail; before: Contract }) => {
  const words = texts.merchants
  const currency = found.settlementCurrency
  const fixed = before.feeFixedMinor === '0' ? undefined : typedOf({ currency, minor: before.feeFixedMinor })
  return (
    <>
      <Field name="from" type="date" label={words.fromDay(zoneName())} hint={words.fromDayHint} />
      <Field
        name="feePercent"
        label={words.feePercent}
        hint={words.feePercentHint}
        given={typedPercent(before.feeBasisPoints)}
        required
        inputMode="decimal"
      />
      <Field name="feeFixed" label={words.feeFixedIn(currency)} given={fixed} inputMode="decimal" />
      <Field name="price" label={words.special} hint={words.priceHint} given={pricesText(before.prices)} isLong />
      <Field name="refundsFee" label={words.refundsFee} given={before.refundsFee ? 'yes' : 'no'}>
        <option value="yes">{words.yes}</option>
        <option value="no">{words.no}</option>
      </Field>
      <Field name="rhythm" label={words.paid} given={before.rhythm}>
        {Object.entries(words.rhythms).map(([rhythm, says]) => (
          <option key={rhythm} value={rhythm}>
            {says}
          </option>
        ))}
      </Field>
      <AmountFields name="threshold" legend={words.threshold} of={before.thresholds} found={found} />
      <Field
        name="reservePercent"
        label={words.reservePercent}
        hint={words.reserveHint}
        given={typedPercent(before.reserveBasisPoints)}
        inputMode="decimal"
      />
      <Field
        name="reserveDays"
        label={words.reserveDays}
        given={before.reserveDays.toString()}
        inputMode="numeric"
        maxLength={4}
      />
      <AmountFields name="allowedNegative" legend={words.allowedNegative} of={before.allowedNegative} found={found} />
      <Field name="negativePolicy" label={words.negative} given={before.negativePolicy}>
        {Object.entries(words.policies).map(([policy, says]) => (
          <option key={policy} value={policy}>
            {says}
          </option>
        ))}
      </Field>
    </>
  )
}

/** A new version of a contract, filled with the latest one: it holds once another person has approved it. */
export const NewContract = () => {
  const { merchantId } = useParams({ from: '/in/merchants/$merchantId/contract' })
  const navigate = useNavigate()
  const words = texts.merchants
  return (
    <>
      <Heading title={words.newVersion}>{words.newVersion}</Heading>
      <Answered of={useQuery(oneMerchant(merchantId))} absent="INVALID_MERCHANT_ID">
        {(found) => {
          const latest = found.contracts.at(-1)
          if (latest === undefined) return <p>{words.noContract}</p>
          return (
            <Form
              confirm={words.propose}
              run={(fields) => propose(found, latest, fields)}
              leave={() => void navigate({ to: '/merchants/$merchantId', params: { merchantId } })}
            >
              <p className="lead">{words.newVersionSays(found.name)}</p>
              <TermsFields found={found} before={latest} />
            </Form>
          )
        }}
      </Answered>
    </>
  )
}
