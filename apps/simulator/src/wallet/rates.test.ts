import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currencies, formatMoney, money } from '@silkgate/domain'
import { convert, hasRate, priceText, rateOf, rateText } from './rates.ts'

test('every currency of ISO 4217 that has money has a rate, so every pair is quoted', () => {
  assert.deepEqual(
    currencies.filter((code) => !hasRate(code)),
    [],
  )
  for (const code of currencies) assert.ok(rateOf('EUR', code).price > 0n && rateOf(code, 'EUR').price >= 0n, code)
})

test('the settlement amount is the order’s amount times the price that was quoted', () => {
  const rate = rateOf('EUR', 'HKD')
  assert.equal(priceText(rate), '8.98383372')
  assert.equal(formatMoney(convert(money('EUR', 1099n), rate)), '98.73 HKD')
})

test('currencies without and with three decimals are converted in their own smallest unit', () => {
  assert.equal(formatMoney(convert(money('JPY', 1500n), rateOf('JPY', 'EUR'))), '8.52 EUR')
  assert.equal(formatMoney(convert(money('KWD', 4250n), rateOf('KWD', 'EUR'))), '12.01 EUR')
})

test('a half of the smallest unit goes to the even neighbour', () => {
  const half = { from: 'USD', to: 'JPY', price: 50_000_000n }
  const yen = [100n, 200n, 299n, 300n, 301n, 500n].map((cents) => convert(money('USD', cents), half).minor)
  assert.deepEqual(yen, [0n, 1n, 1n, 2n, 2n, 2n])
})

test('a rate is read by people without its last zeros', () => {
  assert.equal(rateText(rateOf('USD', 'KWD'), 'en'), '1 USD = 0.3065 KWD')
  assert.equal(rateText(rateOf('USD', 'KWD'), 'nl'), '1 USD = 0,3065 KWD')
  assert.equal(rateText(rateOf('USD', 'IDR'), 'zh-HK'), '1 USD = 16,600.00 IDR')
})
