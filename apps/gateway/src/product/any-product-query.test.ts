import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectRange, isCurrency, languages } from '@silkgate/domain'
import fc from 'fast-check'
import { readProductQuery } from './read-product-query.ts'

const names = ['countryCode', 'currencyCode', 'locale', 'amount', 'isRecurring', 'isInstallments', 'hide', 'other']

const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('NL', 'EUR', 'JPY', 'KWD', 'nl_NL', 'zh_Hant_HK', '1500', '0', 'true', 'FALSE', 'undefined', ''),
  fc.bigInt().map(String),
)

test('any query is read or refused with the names of what is wrong', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), values)), (pairs) => {
      const query = readProductQuery(new URLSearchParams(pairs))
      if (!query.ok) {
        assert.ok(query.refusals.length > 0)
        for (const { propertyName } of query.refusals) assert.ok(names.includes(propertyName ?? ''), propertyName)
        return
      }
      const { wish, language } = query.value
      assert.ok(isCurrency(wish.currency) && languages.includes(language))
      assert.match(wish.countryCode, /^[A-Z]{2}$/)
      if (wish.amount === undefined) return
      assert.equal(wish.amount.currency, wish.currency)
      assert.ok(wish.amount.minor >= 0n && wish.amount.minor <= connectRange(wish.currency).most.minor)
    }),
    { numRuns: 2_000 },
  )
})

test('a query that names a country and a currency is enough', () => {
  const query = readProductQuery(new URLSearchParams('countryCode=NL&currencyCode=EUR'))
  assert.ok(query.ok)
  const { wish, language } = query.value
  assert.deepEqual(wish, { countryCode: 'NL', currency: 'EUR', isRecurring: false, isInstallments: false })
  assert.equal(language, 'en')
})
