import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatMoney, languages, money } from '@silkgate/domain'
import fc from 'fast-check'
import { decimalText, moneyHtml, moneyText } from './money.ts'

describe('an amount for people', () => {
  test('is grouped and separated as its language does it, and names its currency', () => {
    for (const language of ['en', 'zh-CN', 'zh-HK'] as const) {
      assert.equal(moneyText(money('EUR', 123450n), language), '1,234.50 EUR')
      assert.equal(moneyText(money('JPY', 150000n), language), '150,000 JPY')
      assert.equal(moneyText(money('KWD', 4250n), language), '4.250 KWD')
      assert.equal(moneyText(money('EUR', -1200n), language), '\u221212.00 EUR')
    }
    assert.equal(moneyText(money('EUR', 123450n), 'nl'), '1.234,50 EUR')
    assert.equal(moneyText(money('JPY', 150000n), 'nl'), '150.000 JPY')
    assert.equal(moneyText(money('KWD', 4250n), 'nl'), '4,250 KWD')
    assert.equal(moneyText(money('EUR', -123450n), 'nl'), '\u22121.234,50 EUR')
    assert.equal(moneyText(money('EUR', 0n), 'nl'), '0,00 EUR')
  })

  test('has the digits of the exact text in every language, whatever its size', () => {
    const amounts = fc.record({
      currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'IDR'),
      minor: fc.bigInt(),
      language: fc.constantFrom(...languages),
    })
    const digitsOf = (text: string) => text.replace('\u2212', '-').replaceAll(/[.,]/g, '')
    fc.assert(
      fc.property(amounts, ({ currency, minor, language }) => {
        const amount = money(currency, minor)
        assert.equal(digitsOf(moneyText(amount, language)), digitsOf(formatMoney(amount)))
      }),
    )
  })

  test('sets the currency quieter, and a long figure smaller', () => {
    assert.equal(
      moneyHtml(money('EUR', 1099n), 'nl').text,
      '<span class="money">10,99 <span class="code">EUR</span></span>',
    )
    assert.match(moneyHtml(money('IDR', 123456789012345n), 'en').text, /class="money long"/)
  })
})

test('a decimal keeps its last zeros', () => {
  assert.equal(decimalText('16600.00', 'nl'), '16.600,00')
  assert.equal(decimalText('0.30650', 'zh-HK'), '0.30650')
  assert.equal(decimalText('12', 'en'), '12')
})
