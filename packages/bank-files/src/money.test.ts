import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { currencies, exponentOf } from '@silkgate/domain'
import fc from 'fast-check'
import { readAccount } from './account.ts'
import { readDate, readDayNear, readShortDate } from './dates.ts'
import { decimals, readAmount } from './money.ts'

describe('amounts', () => {
  test('every currency has the decimals that the rest of silkgate gives it', () => {
    for (const currency of currencies) assert.equal(decimals.get(currency), exponentOf(currency), currency)
  })

  test('are read to the last digit, in every currency', () => {
    const currency = fc.constantFrom(...decimals.keys())
    fc.assert(
      fc.property(
        currency,
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.constantFrom('.' as const, ',' as const),
        (code, minor, point) => {
          const exponent = decimals.get(code) ?? 0
          const digits = minor.toString().padStart(exponent + 1, '0')
          const text = `${digits.slice(0, digits.length - exponent)}${point}${digits.slice(digits.length - exponent)}`
          assert.deepEqual(readAmount(text, code, point), { currency: code, minor })
        },
      ),
    )
  })

  test('as banks write them', () => {
    const amounts = ['380115,12', '380115,1', '380115,', '0,12', '00,12', '001,12', '000000000025,00', ',5']
    const minors = [38011512n, 38011510n, 38011500n, 12n, 12n, 112n, 2500n, 50n]
    assert.deepEqual(
      amounts.map((text) => readAmount(text, 'EUR', ',')),
      minors.map((minor) => ({ currency: 'EUR', minor })),
    )
  })

  test('that are none are said to be none', () => {
    for (const text of ['', ',', '-1,00', '1,00,00', '1.00', '1e3', ' 1', '٣', '1'.repeat(30)]) {
      assert.equal('message' in readAmount(text, 'EUR', ','), true, text)
    }
    assert.deepEqual(readAmount('1,5', 'JPY', ','), { reason: 'amount', message: '"1,5" has more decimals than JPY' })
    assert.deepEqual(readAmount('1,50', 'EU', ','), { reason: 'currency', message: '"EU" is no currency of ISO 4217' })
  })
})

describe('days', () => {
  test('are those of the calendar', () => {
    assert.equal(readDate('2024-02-29+01:00'), '2024-02-29')
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-011', 'today']) {
      assert.equal(readDate(text), undefined, text)
    }
    assert.deepEqual([readShortDate('800101'), readShortDate('790101')], ['1980-01-01', '2079-01-01'])
  })

  test('of an entry lie in the year that is near its value', () => {
    assert.equal(readDayNear('1231', 2027, '2027-01-01'), '2026-12-31')
    assert.equal(readDayNear('0102', 2026, '2026-12-31'), '2027-01-02')
    assert.equal(readDayNear('0229', 2027, '2027-12-31'), '2028-02-29')
    assert.equal(readDayNear('1124', 2026, undefined), '2026-11-24')
    assert.equal(readDayNear('1340', 2026, '2026-11-24'), undefined)
  })
})

test('an account is its IBAN where it has one, without the currency behind it', () => {
  const iban = 'NL91ABNA0417164300'
  assert.deepEqual(readAccount('NL91 ABNA 0417 1643 00'), { id: iban, iban })
  assert.deepEqual(readAccount(`${iban}EUR`), { id: iban, iban, currency: 'EUR' })
  assert.deepEqual(readAccount('50880050/0194774600888'), { id: '50880050/0194774600888' })
})
