import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { formatMoney, money } from '../money/index.ts'
import { saysTotal, totalToType } from './index.ts'

describe('the total that is typed again', () => {
  test('is that of the currency with the most remittances', () => {
    const totals = [
      { ...money('EUR', 100n), remittances: 2 },
      { ...money('JPY', 900_000n), remittances: 1 },
    ]
    assert.equal(totalToType(totals)?.currency, 'EUR')
    assert.equal(totalToType([]), undefined)
  })

  test('may be grouped in any way, and is exact', () => {
    const total = money('EUR', 123_450n)
    for (const typed of ['1,234.50', '1234.50', ' 1 234.50 EUR ', '1.234,50', "1'234.50"])
      assert.equal(saysTotal(typed, total), true, typed)
    for (const typed of ['', '1234.5', '1234', '1,234.51', '123450', '-1234.50', 'EUR'])
      assert.equal(saysTotal(typed, total), false, typed)
    assert.equal(saysTotal('150,000', money('JPY', 150_000n)), true)
  })

  test('is said by its own text, and by that of no other amount', () => {
    const amount = fc.bigInt(1n, 10n ** 15n)
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD')
    fc.assert(
      fc.property(amount, amount, currency, (one, other, of) => {
        assert.equal(saysTotal(formatMoney(money(of, one)), money(of, one)), true)
        assert.equal(saysTotal(formatMoney(money(of, other)), money(of, one)), one === other)
      }),
    )
  })
})
