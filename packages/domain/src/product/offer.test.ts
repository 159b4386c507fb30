import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { connectRange, currencies, money } from '../money/index.ts'
import { offer, walletsFor as payersFor, type Wish, walletIds, wallets, walletsByTable, walletsHeard } from './index.ts'

const unlimited = { limits: {} }

const wish = (currency: string, minor?: bigint, more: Partial<Wish> = {}): Wish => ({
  currency,
  countryCode: 'NL',
  isRecurring: false,
  isInstallments: false,
  ...(minor === undefined ? {} : { amount: money(currency, minor) }),
  ...more,
})

const walletsFor = (...args: Parameters<typeof payersFor>) => payersFor(...args).map(({ id }) => id)

const offered = (currency: string, minor?: bigint, merchant = unlimited) => {
  const made = offer(merchant, wish(currency, minor))
  assert.ok(typeof made !== 'string', `${currency} ${minor}: ${String(made)}`)
  return made
}

describe('the wallets that can pay', () => {
  test('are those of a wallet’s own currency alone, and all for any other', () => {
    assert.deepEqual(walletsFor(wish('HKD')), ['ALIPAY_HK'])
    assert.deepEqual(walletsFor(wish('MYR')), ['TNG', 'BOOST'])
    assert.deepEqual(walletsFor(wish('EUR')), walletIds)
    assert.deepEqual(walletsFor(wish('JPY')), walletIds)
  })

  test('of the consumer’s country come first', () => {
    const [first, second, third] = walletsFor(wish('EUR', 100n, { countryCode: 'KR' }))
    assert.deepEqual([first, second, third], ['KAKAOPAY', 'NAVERPAY', 'TOSSPAY'])
  })

  test('take what is within their limits, to the last unit', () => {
    assert.deepEqual(walletsFor(wish('MYR', 500_000n)), ['TNG', 'BOOST'])
    assert.deepEqual(walletsFor(wish('MYR', 500_001n)), ['TNG'])
    assert.deepEqual(walletsFor(wish('MYR', 2_000_001n)), [])
    assert.deepEqual(walletsFor(wish('MYR', 4n)), [])
    assert.deepEqual(walletsFor(wish('CNY', 9n)), [])
    assert.deepEqual(walletsFor(wish('CNY', 10n)), ['ALIPAY_CN'])
    assert.deepEqual(walletsFor(wish('KRW', 49n)), ['NAVERPAY', 'TOSSPAY'])
  })

  test('are not measured in a currency that is not theirs', () =>
    assert.deepEqual(walletsFor(wish('EUR', 999_999_999_999n)), walletIds))
})

describe('Alipay+', () => {
  test('is not offered for what comes again, in installments, for nothing or for too much', () => {
    assert.equal(offer(unlimited, wish('EUR', 100n, { isRecurring: true })), 'recurring')
    assert.equal(offer(unlimited, wish('EUR', 100n, { isInstallments: true })), 'installments')
    assert.equal(offer(unlimited, wish('EUR', 0n)), 'no_wallet')
    assert.equal(offer(unlimited, wish('HKD', 5_000_001n)), 'no_wallet')
    assert.equal(offer({ limits: { EUR: 1_000n } }, wish('EUR', 1_001n)), 'over_limit')
    assert.equal(offer({ limits: { CNY: 9n } }, wish('CNY')), 'over_limit')
  })

  test('says what one payment must and may be', () => {
    const rangeOf = (...args: Parameters<typeof offered>) => {
      const { least, most } = offered(...args)
      return [least.minor, most.minor]
    }
    assert.deepEqual(rangeOf('HKD'), [1n, 5_000_000n])
    assert.deepEqual(rangeOf('CNY'), [10n, 999_999_999_999n])
    assert.deepEqual(rangeOf('MYR'), [5n, 2_000_000n])
    assert.deepEqual(rangeOf('KRW'), [1n, 9_999_999_999n])
    assert.deepEqual(rangeOf('EUR'), [1n, 999_999_999_999n])
    assert.deepEqual(rangeOf('KWD'), [10n, 9_999_999_999_990n])
    assert.deepEqual(rangeOf('HKD', undefined, { limits: { HKD: 700n } }), [1n, 700n])
    assert.deepEqual(rangeOf('HKD', undefined, { limits: { HKD: 7_000_000n, EUR: 1n } }), [1n, 5_000_000n])
  })

  test('is offered for an amount exactly where some wallet takes it and the merchant may', () => {
    const anyAmount = fc.constantFrom(...currencies).chain((currency) => {
      const { least, most } = connectRange(currency)
      return fc.tuple(fc.constant(currency), fc.bigInt({ min: least.minor, max: most.minor }))
    })
    fc.assert(
      fc.property(anyAmount, fc.bigInt({ min: 1n, max: 10n ** 9n }), ([currency, minor], limit) => {
        const made = offer({ limits: { [currency]: limit } }, wish(currency, minor))
        const own = Object.values(wallets).filter((wallet) => wallet.currency === currency)
        const isTaken = own.some(({ least = 0n, most = minor }) => least <= minor && minor <= most)
        assert.equal(typeof made !== 'string', minor <= limit && (own.length === 0 || isTaken))
        if (typeof made !== 'string') assert.ok(made.least.minor <= minor && minor <= made.most.minor)
      }),
    )
  })
})

describe('the wallets that Alipay+ names', () => {
  const named = (id: string, brand?: string, country?: string) => ({ id, brand, country })
  const onlyBoost = walletsHeard([named('BOOST')])

  test('have their brand and country from it, or from the table, and the limits of the table', () => {
    const [boost, unheardOf] = walletsHeard([named('BOOST', 'Boost!'), named('NEW_WALLET', undefined, 'SG')])
    assert.deepEqual([boost?.brand, boost?.country, boost?.most], ['Boost!', 'MY', 500_000n])
    assert.deepEqual(unheardOf, { id: 'NEW_WALLET', brand: 'NEW_WALLET', country: 'SG', currency: undefined })
  })

  test('are the ones that pay, and that bound what one payment may be', () => {
    assert.deepEqual(walletsFor(wish('MYR', 500_000n), onlyBoost), ['BOOST'])
    assert.deepEqual(walletsFor(wish('MYR', 500_001n), onlyBoost), [])
    const made = offer(unlimited, wish('MYR'), onlyBoost)
    assert.equal(typeof made === 'string' ? made : made.most.minor, 500_000n)
    const open = offer(unlimited, wish('MYR'), walletsHeard([named('BOOST'), named('NEW_WALLET')]))
    assert.equal(typeof open === 'string' ? open : open.most.minor, 999_999_999_999n)
  })

  test('may be none, and then Alipay+ is not offered', () => {
    assert.equal(offer(unlimited, wish('MYR'), []), 'none_on_offer')
    assert.equal(offer(unlimited, wish('MYR', 4n), walletsByTable('MYR')), 'no_wallet')
  })
})
