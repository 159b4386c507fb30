/** An account at the simulated bank. */
export type Account = {
  /** An IBAN without spaces. */
  readonly accountId: string
  readonly currency: string
  /** Merchants' money, which Alipay+ pays out to, or the acquirer's own. */
  readonly purpose: 'safeguarding' | 'operating'
}

const ibans = {
  EUR: ['NL27SLKG0000001000', 'NL97SLKG0000001001'],
  HKD: ['NL70SLKG0000001002', 'NL43SLKG0000001003'],
  USD: ['NL16SLKG0000001004', 'NL86SLKG0000001005'],
  GBP: ['NL59SLKG0000001006', 'NL32SLKG0000001007'],
  CHF: ['NL05SLKG0000001008', 'NL75SLKG0000001009'],
  JPY: ['NL48SLKG0000001010', 'NL21SLKG0000001011'],
  KWD: ['NL91SLKG0000001012', 'NL64SLKG0000001013'],
  SGD: ['NL37SLKG0000001014', 'NL10SLKG0000001015'],
} as const

export const accounts: readonly Account[] = Object.entries(ibans).flatMap(([currency, [safeguarding, operating]]) => [
  { accountId: safeguarding, currency, purpose: 'safeguarding' },
  { accountId: operating, currency, purpose: 'operating' },
])

export const accountOf = (accountId: string): Account => {
  const account = accounts.find((one) => one.accountId === accountId)
  if (account === undefined) throw new Error(`Broken invariant: ${accountId} is no account of the bank`)
  return account
}

export const bankBic = 'SLKGNL2A'

/** Who is at the other end of an entry. */
export const counterparties = {
  alipayplus: { name: 'Alipay+ Settlement', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
  stranger: { name: 'Tulip Bulbs B.V.', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A' },
} as const

export type CounterpartyName = keyof typeof counterparties
