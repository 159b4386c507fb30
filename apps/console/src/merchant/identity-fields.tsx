import { Field } from '../ui/field.tsx'
import { texts } from '../ui/texts.ts'
import type { MerchantDetail } from './api.ts'

/** Who a merchant is, as consumers and Alipay+ know it. */
export const IdentityFields = ({ found }: { found?: MerchantDetail }) => {
  const words = texts.merchants
  return (
    <>
      <Field name="name" label={words.legalName} given={found?.name} required maxLength={200} />
      <Field name="displayName" label={words.displayName} hint={words.displayNameHint} given={found?.displayName} />
      <Field name="mcc" label={words.mcc} hint={words.mccHint} given={found?.mcc} required inputMode="numeric" />
      <Field name="address" label={words.street} given={found?.address.address1} autoComplete="off" />
      <Field name="zip" label={words.zip} given={found?.address.zipCode} autoComplete="off" />
      <Field name="city" label={words.city} given={found?.address.city} autoComplete="off" />
      <Field
        name="country"
        label={words.country}
        hint={words.countryHint}
        given={found?.address.region}
        required
        maxLength={2}
      />
    </>
  )
}
