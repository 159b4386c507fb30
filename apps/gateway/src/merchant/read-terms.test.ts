import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sandboxMerchants } from '../sandbox/identities.ts'
import type { ContractTerms } from './contract.store.ts'
import { type GivenTerms, readTerms } from './read-terms.ts'

const [demo] = sandboxMerchants()
if (demo === undefined) throw new Error('The sandbox has no demo shop.')
const merchant = { ...demo.merchant, furtherCurrencies: ['JPY', 'KWD'] }

const before: ContractTerms = {
  feeBasisPoints: 140n,
  feeFixedMinor: 10n,
  prices: [],
  rhythm: 'daily',
  thresholds: {},
  reserveBasisPoints: 0n,
  reserveDays: 0,
  allowedNegative: { EUR: 500n },
  negativePolicy: 'carry_over',
  refundsFee: false,
}

const read = (given: GivenTerms) => readTerms(merchant, before, given)

describe('the terms of a contract as they are given', () => {
  test('stay as they were where they are not named', () => {
    assert.deepEqual(read({}), before)
    assert.deepEqual(read({ rhythm: 'weekly' }), { ...before, rhythm: 'weekly' })
    assert.deepEqual(read({ allowedNegative: ['EUR=none', 'JPY=20000'] }).allowedNegative, { JPY: 200n })
  })

  test('name prices by currency, wallet and volume', () => {
    const price = { currency: 'EUR', wallet: undefined, fromVolume: 0n, feeBasisPoints: 120n, feeFixedMinor: 0n }
    assert.deepEqual(read({ price: ['EUR=120', 'EUR/GCASH=100+5', 'JPY@5000000=90+3'] }).prices, [
      price,
      { ...price, wallet: 'GCASH', feeBasisPoints: 100n, feeFixedMinor: 5n },
      { ...price, currency: 'JPY', fromVolume: 50_000n, feeBasisPoints: 90n, feeFixedMinor: 3n },
    ])
    assert.deepEqual(readTerms(merchant, { ...before, prices: [price] }, { price: ['none'] }).prices, [])
  })

  const wrong: readonly [RegExp, GivenTerms][] = [
    [/--fee-basis-points: at most 10000/, { feeBasisPoints: '10001' }],
    [/--fee-fixed: a whole number is expected, not "0.10"/, { feeFixed: '0.10' }],
    [/--rhythm: daily, weekly, threshold are there, not "monthly"/, { rhythm: 'monthly' }],
    [/--threshold: from how much on JPY is paid is needed/, { rhythm: 'threshold', threshold: ['EUR=100'] }],
    [/--threshold: the merchant does not settle in HKD, but in EUR, JPY, KWD/, { threshold: ['HKD=100'] }],
    [/--allowed-negative: "EUR" is not like EUR=100000|a whole number/, { allowedNegative: ['EUR'] }],
    [/--negative-policy: carry_over, hold are there/, { negativePolicy: 'forgive' }],
    [/--reserve-days: for how long/, { reserveBasisPoints: '500' }],
    [/--reserve-days: at most 3650/, { reserveBasisPoints: '500', reserveDays: '4000' }],
    [/--price: "EUR" is not like EUR=120\+5/, { price: ['EUR'] }],
    [/--price: there is no wallet "PAYPAL"; there are ALIPAY_CN/, { price: ['EUR/PAYPAL=10'] }],
    [/--price: the merchant does not settle in HKD/, { price: ['HKD=10'] }],
    [/--price: EUR\/GCASH@0 is there twice/, { price: ['EUR/GCASH=10', 'EUR/GCASH=20'] }],
    [/--price: .*JPY has no decimals/, { price: ['JPY@150=10'] }],
    [/--price: KWD has 3 decimals here, but two are shown: take steps of 10/, { price: ['KWD=10+5'] }],
  ]
  for (const [says, given] of wrong) {
    test(`are refused: ${JSON.stringify(given)}`, () => assert.throws(() => read(given), says))
  }
})
