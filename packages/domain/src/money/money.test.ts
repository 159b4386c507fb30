import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  add,
  currencies,
  divideHalfEven,
  exponentOf,
  formatMoney,
  fromConnectAmount,
  money,
  share,
  toConnectAmount,
} from './index.ts'

const currency = fc.constantFrom(...currencies)
const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })

describe('money', () => {
  test('amounts of two currencies do not add up', () => {
    assert.throws(() => add(money('EUR', 1n), money('HKD', 1n)), /EUR and HKD do not add up/)
  })

  test('an amount is written with the decimals of ISO 4217', () => {
    assert.equal(formatMoney(money('EUR', 123450n)), '1234.50 EUR')
    assert.equal(formatMoney(money('JPY', 1500n)), '1500 JPY')
    assert.equal(formatMoney(money('KWD', 4250n)), '4.250 KWD')
    assert.equal(formatMoney(money('IDR', 5n)), '0.05 IDR')
    assert.equal(formatMoney(money('EUR', -5n)), '-0.05 EUR')
  })

  test('the text of an amount is exact for every currency and size', () => {
    fc.assert(
      fc.property(currency, minor, (code, amount) => {
        const [digits = ''] = formatMoney(money(code, amount)).split(' ')
        assert.equal(BigInt(digits.replace('.', '')), amount)
        assert.equal(digits.includes('.') ? digits.split('.')[1]?.length : 0, exponentOf(code))
      }),
    )
  })

  test('a half goes to the even neighbour', () => {
    assert.deepEqual(
      [5n, 15n, 25n, -5n, -15n].map((n) => divideHalfEven(n, 10n)),
      [0n, 2n, 2n, 0n, -2n],
    )
  })

  test('a share is never further from the truth than half a step', () => {
    fc.assert(
      fc.property(
        currency,
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.bigInt({ min: 0n, max: 10_000n }),
        (code, whole, points) => {
          const step = exponentOf(code) === 3 ? 10n : 1n
          const taken = share(money(code, whole), points).minor
          const error = taken * 10_000n - whole * points
          assert.ok((error < 0n ? -error : error) * 2n <= 10_000n * step)
          assert.equal(taken % step, 0n)
        },
      ),
    )
  })
})

describe('Connect amounts', () => {
  const name = 'order.amountOfMoney.amount'

  test('two decimals are implied for every currency', () => {
    assert.deepEqual(fromConnectAmount('JPY', 150000n, name), { ok: true, value: money('JPY', 1500n) })
    assert.deepEqual(fromConnectAmount('EUR', 1099n, name), { ok: true, value: money('EUR', 1099n) })
    assert.deepEqual(fromConnectAmount('KWD', 425n, name), { ok: true, value: money('KWD', 4250n) })
  })

  test('what a currency cannot express is refused with the name of the field', () => {
    const read = fromConnectAmount('JPY', 150050n, name)
    assert.ok(!read.ok)
    assert.equal(read.refusals[0]?.propertyName, name)
    assert.match(read.refusals[0]?.message ?? '', /JPY has no decimals: send 150000/)
  })

  test('nothing, less than nothing and more than twelve digits are refused', () => {
    for (const amount of [0n, -1n, 1_000_000_000_000n]) assert.equal(fromConnectAmount('EUR', amount, name).ok, false)
  })

  test('what was read is written again as it came', () => {
    fc.assert(
      fc.property(currency, fc.bigInt({ min: 1n, max: 999_999_999_999n }), (code, amount) => {
        const read = fromConnectAmount(code, amount, name)
        if (read.ok) assert.equal(toConnectAmount(read.value), amount)
        else assert.ok(exponentOf(code) === 0 && amount % 100n !== 0n)
      }),
    )
  })
})
