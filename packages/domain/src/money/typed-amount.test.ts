import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { connectRange, currencies, formatMoney, merchantStep, money, readTypedAmount } from './index.ts'

test('an amount that was typed as it is shown is the amount, grouped or not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.bigInt({ min: 1n, max: 999_999_999n }), (currency, steps) => {
      const amount = money(currency, steps * merchantStep(currency))
      fc.pre(amount.minor <= connectRange(currency).most.minor)
      const [text = ''] = formatMoney(amount).split(' ')
      const [whole = '', ...decimals] = text.split('.')
      const grouped = [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.')
      for (const one of [text, grouped])
        assert.deepEqual(readTypedAmount(currency, one, 'amount'), { ok: true, value: amount })
    }),
  )
})

const refused = (currency: string, text: string): string => {
  const read = readTypedAmount(currency, text, 'amount')
  assert.ok(!read.ok, `${text} ${currency} was read`)
  return read.refusals[0]?.message ?? ''
}

test('an amount that the currency cannot express is refused with what to enter', () => {
  assert.equal(refused('JPY', '1500.50'), 'JPY has no decimals: enter 1500, not 1500.50.')
  assert.equal(refused('EUR', '15.005'), 'EUR has 2 decimals, not 15.005.')
  assert.equal(refused('KWD', '1.005'), 'KWD moves in steps of 0.010 here.')
  assert.equal(refused('EUR', '0.00'), 'Enter an amount above zero.')
  for (const text of ['', 'ten', '-5', '1,50', '1.500,00', '1e3'])
    assert.match(refused('EUR', text), /in digits, as 15\.00/)
})
