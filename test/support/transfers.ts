import assert from 'node:assert/strict'
import { type CreditTransfer, writeCreditTransfers } from '../../packages/bank-files/src/index.ts'

/** Accounts at the simulated bank for merchants' money. */
export const safeguarding = { EUR: 'NL27SLKG0000001000', HKD: 'NL70SLKG0000001002', KWD: 'NL91SLKG0000001012' }
/** Our own account there, in euros. */
export const operating = 'NL97SLKG0000001001'

/** Euros to Germany. */
export const transfer = (endToEndId: string, more: Partial<CreditTransfer> = {}): CreditTransfer => ({
  endToEndId,
  amount: { currency: 'EUR', minor: 10_000n },
  debtor: { name: 'Stichting Silkgate', iban: safeguarding.EUR, bic: 'SLKGNL2A' },
  creditor: { name: 'Käse & Söhne <GmbH>', account: { iban: 'DE89370400440532013000' } },
  executionDate: '2026-11-24',
  remittance: `Remittance ${endToEndId}`,
  ...more,
})

/** A payment to Hong Kong. */
export const abroad = (endToEndId: string, currency: 'HKD' | 'KWD', minor: bigint): CreditTransfer =>
  transfer(endToEndId, {
    amount: { currency, minor },
    debtor: { name: 'Stichting Silkgate', iban: safeguarding[currency], bic: 'SLKGNL2A' },
    creditor: {
      name: '龍鳳茶樓',
      account: { number: '012345678901' },
      bic: 'HSBCHKHH',
      address: { town: 'Hong Kong', country: 'HK' },
    },
  })

type File = { readonly version?: '03' | '09'; readonly batchBooking?: boolean }

/** A file of payments as the gateway would write it. */
export const fileOf = (messageId: string, transfers: readonly CreditTransfer[], more: File = {}): string => {
  const createdAt = new Date('2026-11-24T12:00:00Z')
  const written = writeCreditTransfers({
    ...{ version: '09', messageId, createdAt, initiator: 'Silkgate', transfers, ...more },
  })
  assert.ok(written.ok)
  return Buffer.from(written.value.bytes).toString()
}
