import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMoney, isCurrency, money } from '@silkgate/domain'
import { withAmount } from '../../apps/console/src/break/said-amount.ts'

const write = ({ currency, minor }: { currency: string; minor: string }): string =>
  isCurrency(currency) ? formatMoney(money(currency, BigInt(minor))) : assert.fail(`${currency} is no currency`)

test('what a side of a break says has its amount in the currency’s decimals, and the rest as it was said', () => {
  for (const [kind, said, shown] of [
    ['unknown_entry', '1523 HKD Alipay+ Settlement S20261203CNHKD', '15.23 HKD Alipay+ Settlement S20261203CNHKD'],
    ['unknown_entry', '-250000 EUR Tulips, invoice 2024 EUR', '-2500.00 EUR Tulips, invoice 2024 EUR'],
    [
      'line_missing',
      'PAYMENT 000000123400000000020000100001 19552 JPY',
      'PAYMENT 000000123400000000020000100001 19552 JPY',
    ],
    ['total_differs', '39906', '399.06 EUR'],
    ['count_differs', '5', '5'],
    ['settlement_differs', 'none', 'none'],
    ['unknown_entry', '12 ABC', '12 ABC'],
  ] as const) {
    assert.equal(withAmount(said, { kind, currency: 'EUR' }, write), shown)
  }
})
