import type { PayoutAccount, PostalAddress } from '@silkgate/domain'
import { isIban } from '../bank/index.ts'
import { country, currency, text } from './options.ts'

/** What is given on the command line. */
export type GivenAccount = {
  currency: string
  iban?: string
  accountNumber?: string
  bic?: string
  holder: string
  street?: string
  building?: string
  postcode?: string
  town: string
  subdivision?: string
  country: string
  proof: string
}

const accountOf = ({ iban, accountNumber }: GivenAccount): PayoutAccount['account'] => {
  if ((iban === undefined) === (accountNumber === undefined)) {
    throw new Error('--iban: either it or --account-number is needed.')
  }
  if (iban === undefined) {
    const number = (accountNumber ?? '').replaceAll(/[ -]/g, '').toUpperCase()
    if (!/^[A-Z0-9]{4,34}$/.test(number)) {
      throw new Error(`--account-number: 4 to 34 digits and capital letters are expected, not "${accountNumber}".`)
    }
    return { number }
  }
  const compact = iban.replaceAll(' ', '').toUpperCase()
  if (!isIban(compact)) throw new Error(`--iban: "${iban}" is no IBAN: its form or its check digits are wrong.`)
  return { iban: compact }
}

const bicOf = ({ bic }: GivenAccount, account: PayoutAccount['account'], isEuro: boolean): string | undefined => {
  if (bic === undefined) {
    if (isEuro && 'iban' in account) return undefined
    throw new Error("--bic: the merchant's bank is needed for all but euros to an IBAN, such as HSBCHKHH.")
  }
  const code = bic.toUpperCase()
  if (/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)) return code
  throw new Error(`--bic: 8 or 11 characters such as HSBCHKHH are expected, not "${bic}".`)
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
