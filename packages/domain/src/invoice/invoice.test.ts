import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { money } from '../money/index.ts'
import {
  creditNoteOf,
  defaultVatTerms,
  feeLines,
  type Invoice,
  invoiceNumberOf,
  invoiceOf,
  monthOf,
  type VatTerms,
  vatOf,
} from './index.ts'

const currency = fc.constantFrom('EUR', 'JPY', 'KWD')
const rate = fc.bigInt(0n, 10_000n)

const contract = (feeBasisPoints: bigint) => ({ validFrom: new Date(0), feeBasisPoints, feeFixed: money('EUR', 10n) })

const head = (vatTerms: VatTerms) => ({
  ...{ number: 'SG2026-000001', merchantId: '1234', currency: 'EUR', issuedOn: '2026-12-01' },
  ...{ from: '2026-11-01', through: '2026-11-30', vatTerms },
  supplier: { name: 'silkgate', country: 'NL', vatId: 'NL000000000B01' },
  customer: { name: 'Demo Shop', country: 'NL' },
})

const invoiceAt = (net: bigint, rateBasisPoints: bigint): Invoice =>
  invoiceOf(head({ ...defaultVatTerms, treatment: 'charged', rateBasisPoints }), [
    { says: 'Payments', count: 1n, base: undefined, price: undefined, minor: net },
  ])

describe('VAT', () => {
  test('is rounded once, half away from zero, to what merchants can be shown', () => {
    assert.equal(vatOf(money('EUR', 250n), 2_100n).minor, 53n)
    assert.equal(vatOf(money('EUR', 50n), 2_100n).minor, 11n)
    assert.equal(vatOf(money('EUR', -50n), 2_100n).minor, -11n)
    assert.equal(vatOf(money('JPY', 250n), 1_000n).minor, 25n)
    assert.equal(vatOf(money('KWD', 1_250n), 2_100n).minor, 260n)
  })

  test('is never further than half a step from the exact share, and turns with the sign', () => {
    fc.assert(
      fc.property(currency, fc.bigInt(0n, 10n ** 12n), rate, (of, minor, basisPoints) => {
        const vat = vatOf(money(of, minor), basisPoints).minor
        const step = of === 'KWD' ? 10n : 1n
        const off = vat * 10_000n - minor * basisPoints
        assert.ok(2n * (off < 0n ? -off : off) <= 10_000n * step)
        assert.equal(vat % step, 0n)
        assert.equal(vatOf(money(of, -minor), basisPoints).minor, -vat)
      }),
    )
  })
})

describe('an invoice', () => {
  test('has a line for each wallet and price', () => {
    const taken = { wallet: 'ALIPAY_CN' as const, contract: contract(140n), count: 2n, base: 3_500n, minor: 69n }
    const lines = feeLines('EUR', [
      { ...taken, wallet: undefined, minor: 5n },
      taken,
      { ...taken, contract: contract(120n), minor: 62n },
      taken,
    ])
    assert.deepEqual(
      lines.map(({ says, count, base, price, minor }) => [says, count, base, price?.basisPoints, minor]),
      [
        ['Payments by Alipay', 4n, 7_000n, 140n, 138n],
        ['Payments by Alipay', 2n, 3_500n, 120n, 62n],
        ['Payments by other wallets', 2n, 3_500n, 140n, 5n],
      ],
    )
  })

  test('is numbered by year and series, credit notes for themselves', () => {
    assert.equal(invoiceNumberOf('invoice', 'SG', 2026, 17), 'SG2026-000017')
    assert.equal(invoiceNumberOf('credit_note', 'SG', 2026, 3), 'SG2026-C000003')
    assert.deepEqual(monthOf('2026-12-24'), { from: '2026-12-01', through: '2026-12-31', next: '2027-01-01' })
  })

  test('is given back in parts that come to what it was, its VAT to the last unit, and never to more', () => {
    const parts = fc.array(fc.bigInt(1n, 100_000n), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(parts, rate, (nets, basisPoints) => {
        const whole = nets.reduce((sum, one) => sum + one, 0n)
        const invoice = invoiceAt(whole, basisPoints)
        let [before, vat] = [0n, 0n]
        for (const net of nets) {
          const note = creditNoteOf(invoice, {
            number: 'SG2026-C000001',
            issuedOn: '2026-12-02',
            net,
            before,
            reason: 'why',
          })
          assert.ok(note.vat >= 0n)
          before += net
          vat += note.vat
        }
        assert.equal(vat, invoice.vat)
        const more = { number: 'SG2026-C000002', issuedOn: '2026-12-02', net: 1n, before, reason: 'why' }
        assert.throws(() => creditNoteOf(invoice, more), /is no part/)
      }),
    )
  })
})
