import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { currencies, walletIds, wallets, walletsFor } from '@silkgate/domain'
import { wallets as ofSimulator, walletsFor as shownByCashier } from '../../apps/simulator/src/wallet/wallets.ts'

describe('the wallets that merchants are shown', () => {
  test('are those of the cashier, in its order, with the same brand, country and currency', () => {
    const cashier = Object.entries(ofSimulator).map(([id, { brand, region, currency }]) => [
      id,
      brand,
      region,
      currency,
    ])
    const ours = walletIds.map((id) => [id, wallets[id].brand, wallets[id].country, wallets[id].currency])
    assert.deepEqual(ours, cashier)
  })

  test('of every currency and country are those that the cashier shows', () => {
    for (const currency of currencies) {
      for (const countryCode of ['NL', 'KR', 'PH', 'HK']) {
        const ours = walletsFor({ currency, countryCode }).map(({ id }) => id)
        assert.deepEqual(ours, shownByCashier(currency, countryCode), currency)
      }
    }
  })
})
