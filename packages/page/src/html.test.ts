import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatMoney, money } from '@silkgate/domain'
import fc from 'fast-check'
import { html } from './html.ts'
import { moneyText } from './money.ts'

describe('a page is written', () => {
  test('with everything escaped that is not HTML already', () => {
    assert.equal(
      html`<p title="${`"'><&`}">${'<script>'}${[html`<b>${'a & b'}</b>`, 'c < d']}</p>`.text,
      '<p title="&quot;&#39;&gt;&lt;&amp;">&lt;script&gt;<b>a &amp; b</b>c &lt; d</p>',
    )
  })

  test('without what is absent, and with zero', () => {
    assert.equal(html`${undefined}${false}${0}${0n}${''}${[]}`.text, '00')
  })

  test('so that no text can open a tag or leave an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.doesNotMatch(html`${text}`.text, /[<>"']/)))
  })
})

describe('an amount for people', () => {
  test('is grouped and names its currency', () => {
    assert.equal(moneyText(money('EUR', 123450n)), '1,234.50 EUR')
    assert.equal(moneyText(money('JPY', 150000n)), '150,000 JPY')
    assert.equal(moneyText(money('KWD', 4250n)), '4.250 KWD')
    assert.equal(moneyText(money('EUR', 0n)), '0.00 EUR')
    assert.equal(moneyText(money('EUR', -1200n)), '\u221212.00 EUR')
  })

  test('has the digits of the exact text, whatever its size', () => {
    fc.assert(
      fc.property(fc.constantFrom('EUR', 'JPY', 'KWD'), fc.bigInt(), (currency, minor) => {
        const amount = money(currency, minor)
        assert.equal(moneyText(amount).replaceAll(',', '').replace('\u2212', '-'), formatMoney(amount))
      }),
    )
  })
})
