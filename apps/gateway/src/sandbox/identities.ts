import { type Merchant, money, type PayoutAccount } from '@silkgate/domain'
import type { BankAccount } from '../bank/bank-account.store.ts'
import type { Variant } from '../checkout-page/variant.ts'
import type { Supplier } from '../invoice/supplier.store.ts'

/** What everybody knows of the sandbox. Production refuses to start with any of it. */
export const sandboxMerchants = (): readonly {
  merchant: Merchant
  feeBasisPoints: bigint
  feeFixedMinor: bigint
  apiKey: { keyId: string; secret: string }
  webhookKey: { keyId: string; secret: string }
  payout: Omit<PayoutAccount, 'merchantId' | 'currency' | 'version'>
}[] => [
  {
    merchant: {
      merchantId: '1234',
      status: 'live',
      name: 'Demo Shop B.V.',
      displayName: 'Demo Shop',
      mcc: '5947',
      address: { region: 'NL', city: 'Amsterdam', address1: 'Keizersgracht 1', zipCode: '1015 CJ' },
      settlementCurrency: 'EUR',
      furtherCurrencies: [],
      contracts: [],
      limits: {},
      refundsNeedApproval: false,
      dayLimits: {},
      monthLimits: {},
      refundsAfterPaid: false,
      expiresAfterSeconds: 600,
    },
    feeBasisPoints: 140n,
    feeFixedMinor: 10n,
    apiKey: { keyId: 'sandbox-key-id', secret: 'sandbox-secret-api-key' },
    webhookKey: { keyId: 'sandbox-webhooks-key', secret: 'sandbox-webhooks-secret' },
    payout: {
      account: { iban: 'NL32DEMO0000001234' },
      bic: 'DEMONL2A',
      holder: 'Demo Shop B.V.',
      address: { street: 'Keizersgracht', building: '1', postcode: '1015 CJ', town: 'Amsterdam', country: 'NL' },
    },
  },
  {
    merchant: {
      merchantId: '5678',
      status: 'live',
      name: 'Second Shop Ltd.',
      displayName: 'Second Shop',
      mcc: '5411',
      address: { region: 'HK', city: 'Hong Kong', address1: "1 Queen's Road Central" },
      settlementCurrency: 'HKD',
      furtherCurrencies: [],
      contracts: [],
      limits: {},
      refundsNeedApproval: false,
      dayLimits: {},
      monthLimits: {},
      refundsAfterPaid: false,
      expiresAfterSeconds: 600,
    },
    feeBasisPoints: 120n,
    feeFixedMinor: 0n,
    apiKey: { keyId: 'sandbox-key-id-2', secret: 'sandbox-secret-api-key-2' },
    webhookKey: { keyId: 'sandbox-webhooks-key-2', secret: 'sandbox-webhooks-secret-2' },
    payout: {
      account: { number: '012345678901' },
      bic: 'DEMOHKHH',
      holder: 'Second Shop Ltd.',
      address: { street: "Queen's Road Central", building: '1', town: 'Hong Kong', country: 'HK' },
    },
  },
]

/** Who can sign in to the console of the sandbox, all with one password. */
export const sandboxPassword = 'sandbox'
export const sandboxUsers = [
  { email: 'operator@sandbox.example', name: 'Ana (operator)', role: 'administrator', merchantId: undefined },
  { email: 'operator2@sandbox.example', name: 'Tom (operator)', role: 'administrator', merchantId: undefined },
  { email: 'merchant@sandbox.example', name: 'Li (Demo Shop)', role: 'merchant_administrator', merchantId: '1234' },
] as const

export const sandboxContract = (currency: string, feeBasisPoints: bigint, feeFixedMinor: bigint) => ({
  validFrom: new Date(0),
  feeBasisPoints,
  feeFixed: money(currency, feeFixedMinor),
})

/** Who bills the fees in the sandbox. */
export const sandboxSupplier: Supplier = {
  series: 'SG',
  party: {
    ...{
      name: 'silkgate sandbox B.V.',
      street: 'Herengracht 1',
      postcode: '1015 BA',
      city: 'Amsterdam',
      country: 'NL',
    },
    ...{ vatId: 'NL000000000B01', registration: 'KVK 00000000' },
  },
}

/** Our accounts at the simulated bank, in every currency that the sandbox settles in: merchants' money, and ours. */
const sandboxIbans = {
  EUR: ['NL27SLKG0000001000', 'NL97SLKG0000001001'],
  HKD: ['NL70SLKG0000001002', 'NL43SLKG0000001003'],
  USD: ['NL16SLKG0000001004', 'NL86SLKG0000001005'],
  GBP: ['NL59SLKG0000001006', 'NL32SLKG0000001007'],
  CHF: ['NL05SLKG0000001008', 'NL75SLKG0000001009'],
  JPY: ['NL48SLKG0000001010', 'NL21SLKG0000001011'],
  KWD: ['NL91SLKG0000001012', 'NL64SLKG0000001013'],
  SGD: ['NL37SLKG0000001014', 'NL10SLKG0000001015'],
} as const

const bank = { bic: 'SLKGNL2A', town: 'Amsterdam', country: 'NL' } as const

export const sandboxBankAccounts: readonly BankAccount[] = Object.entries(sandboxIbans).flatMap(
  ([currency, [safeguarding, operating]]) => [
    { ...bank, accountId: safeguarding, currency, purpose: 'safeguarding', name: 'silkgate sandbox, merchants' },
    { ...bank, accountId: operating, currency, purpose: 'operating', name: 'silkgate sandbox' },
  ],
)

/** What Alipay+ charges in the sandbox: domestic and across borders, the interchange fee given back with a refund. */
export const sandboxSchemeFees = Object.keys(sandboxIbans).flatMap((currency) =>
  (['STD', 'CN'] as const).map((set) => ({
    agreement: `${set}${currency}`,
    currency,
    settledAfter: set === 'CN' ? (1 as const) : (2 as const),
    fees: [
      { feeType: 'INTERCHANGE_FEE', reach: 'domestic', basisPoints: 60, onRefund: 'returned' },
      { feeType: 'SERVICE_FEE', reach: 'domestic', basisPoints: 15, onRefund: 'kept' },
      { feeType: 'INTERCHANGE_FEE', reach: 'cross_border', basisPoints: 90, onRefund: 'returned' },
      { feeType: 'SERVICE_FEE', reach: 'cross_border', basisPoints: 25, onRefund: 'kept' },
    ] as const,
  })),
)

const shopLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 48" width="160" height="48">
<rect x="1" y="5" width="38" height="38" rx="10" fill="#b3471f"/>
<path d="M12 20h16l2 14H10z" fill="#fff"/><path d="M15 20v-3a5 5 0 0 1 10 0v3" fill="none" stroke="#fff" stroke-width="2.5"/>
<rect x="44" y="8" width="116" height="32" rx="6" fill="#fff"/>
<text x="52" y="31" textLength="100" lengthAdjust="spacingAndGlyphs" fill="#3d2418"
 font-family="system-ui, 'Helvetica Neue', Arial, sans-serif" font-size="19" font-weight="600">Demo Shop</text>
</svg>
`

/** How the demo shop's hosted checkout looks: 100 as ours, 105 with its logo and colour. */
export const sandboxVariants = (at: Date): readonly Variant[] => {
  const plain = {
    merchantId: '1234',
    accent: undefined,
    radiusPx: undefined,
    note: undefined,
    logo: undefined,
    changedAt: at,
  }
  return [
    { ...plain, variant: '100' },
    {
      ...plain,
      variant: '105',
      accent: '#b3471f',
      radiusPx: 12,
      note: 'Ordered before 22:00, sent the same day.',
      logo: { type: 'image/svg+xml', bytes: Buffer.from(shopLogo) },
    },
  ]
}
