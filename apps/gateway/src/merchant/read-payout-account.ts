import type { PayoutAccount, PostalAddress } from '@silkgate/domain'
import { isIban } from '../bank/index.ts'
import { country, currency, text } from './options.ts'
import { RefusedChange } from './refused-change.ts'

/** What is given on the command line. */
export type GivenAccount = {
  currency: string
  iban?: string | undefined
  accountNumber?: string | undefined
  bic?: string | undefined
  holder: string
  street?: string | undefined
  building?: string | undefined
  postcode?: string | undefined
  town: string
  subdivision?: string | undefined
  country: string
  proof: string
}

/** The number of an account without what is only there to read it by. */
export const compact = (number: string): string => number.replaceAll(/[ -]/g, '').toUpperCase()

const accountOf = ({ iban, accountNumber }: GivenAccount): PayoutAccount['account'] => {
  if ((iban === undefined) === (accountNumber === undefined)) {
    throw new RefusedChange('either it or --account-number is needed.', '--iban')
  }
  if (iban === undefined) {
    const number = compact(accountNumber ?? '')
    if (!/^[A-Z0-9]{4,34}$/.test(number)) {
      throw new RefusedChange(
        `4 to 34 digits and capital letters are expected, not "${accountNumber}".`,
        '--account-number',
      )
    }
    return { number }
  }
  const read = iban.replaceAll(' ', '').toUpperCase()
  if (!isIban(read)) throw new RefusedChange(`"${iban}" is no IBAN: its form or its check digits are wrong.`, '--iban')
  return { iban: read }
}

const bicOf = ({ bic }: GivenAccount, account: PayoutAccount['account'], isEuro: boolean): string | undefined => {
  if (bic === undefined) {
    if (isEuro && 'iban' in account) return undefined
    throw new RefusedChange("the merchant's bank is needed for all but euros to an IBAN, such as HSBCHKHH.", '--bic')
  }
  const code = bic.toUpperCase()
  if (/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)) return code
  throw new RefusedChange(`8 or 11 characters such as HSBCHKHH are expected, not "${bic}".`, '--bic')
}

const addressOf = (options: GivenAccount): PostalAddress => {
  const part = (name: 'street' | 'building' | 'postcode' | 'subdivision') =>
    options[name] === undefined ? {} : { [name]: text(options[name], `--${name}`) }
  return {
    ...part('street'),
    ...part('building'),
    ...part('postcode'),
    town: text(options.town, '--town'),
    ...part('subdivision'),
    country: country(options.country),
  }
}

/** A payout account as it is given, with its proof. Throws what is wrong with an option. */
export const readPayoutAccount = (
  merchantId: string,
  options: GivenAccount,
): Omit<PayoutAccount, 'version'> & { readonly proof: string } => {
  const paidIn = currency(options.currency, '--currency')
  const account = accountOf(options)
  const bic = bicOf(options, account, paidIn === 'EUR')
  return {
    merchantId,
    currency: paidIn,
    account,
    ...(bic === undefined ? {} : { bic }),
    holder: text(options.holder, '--holder'),
    address: addressOf(options),
    proof: text(options.proof, '--proof'),
  }
}
