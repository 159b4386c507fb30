import type { Merchant } from '@silkgate/domain'
import { money } from '@silkgate/domain'

/** What everybody knows of the sandbox. Production refuses to start with any of it. */
export const sandboxMerchants = (): readonly {
  merchant: Merchant
  feeBasisPoints: bigint
  feeFixedMinor: bigint
  apiKey: { keyId: string; secret: string }
  webhookKey: { keyId: string; secret: string }
}[] => [
  {
    merchant: {
      merchantId: '1234',
      name: 'Demo Shop B.V.',
      displayName: 'Demo Shop',
      mcc: '5947',
      address: { region: 'NL', city: 'Amsterdam', address1: 'Keizersgracht 1', zipCode: '1015 CJ' },
      settlementCurrency: 'EUR',
      contracts: [],
      limits: {},
      refundsNeedApproval: false,
      refundsAfterPaid: false,
    },
    feeBasisPoints: 140n,
    feeFixedMinor: 10n,
    apiKey: { keyId: 'sandbox-key-id', secret: 'sandbox-secret-api-key' },
    webhookKey: { keyId: 'sandbox-webhooks-key', secret: 'sandbox-webhooks-secret' },
  },
  {
    merchant: {
      merchantId: '5678',
      name: 'Second Shop Ltd.',
      displayName: 'Second Shop',
      mcc: '5411',
      address: { region: 'HK', city: 'Hong Kong', address1: "1 Queen's Road Central" },
      settlementCurrency: 'HKD',
      contracts: [],
      limits: {},
      refundsNeedApproval: false,
      refundsAfterPaid: false,
    },
    feeBasisPoints: 120n,
    feeFixedMinor: 0n,
    apiKey: { keyId: 'sandbox-key-id-2', secret: 'sandbox-secret-api-key-2' },
    webhookKey: { keyId: 'sandbox-webhooks-key-2', secret: 'sandbox-webhooks-secret-2' },
  },
]

export const sandboxContract = (currency: string, feeBasisPoints: bigint, feeFixedMinor: bigint) => ({
  validFrom: new Date(0),
  feeBasisPoints,
  feeFixed: money(currency, feeFixedMinor),
})
