import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { money } from '../money/index.ts'
import { type ContractVersion, contractAt, feeOf, type SpecialPrice, withVolumes } from './index.ts'

const version = (validFrom: string, feeBasisPoints: bigint, fixed: bigint, special: SpecialPrice[] = []) => ({
  validFrom: new Date(validFrom),
  feeBasisPoints,
  feeFixed: money('EUR', fixed),
  special,
})

const special = (basisPoints: bigint, fixed: bigint, more: Partial<SpecialPrice> = {}): SpecialPrice => ({
  currency: 'EUR',
  wallet: undefined,
  fromVolume: 0n,
  feeBasisPoints: basisPoints,
  feeFixedMinor: fixed,
  ...more,
})

const day = (text: string) => new Date(`${text}T00:00:00Z`)

describe('contracts', () => {
  const versions = [version('2026-06-01T00:00:00Z', 120n, 5n), version('2026-01-01T00:00:00Z', 140n, 10n)]

  test('the youngest version that has begun is in force', () => {
    assert.equal(contractAt(versions, new Date('2026-05-31T23:59:59Z')).feeBasisPoints, 140n)
    assert.equal(contractAt(versions, new Date('2026-06-01T00:00:00Z')).feeBasisPoints, 120n)
  })

  test('before the first version there is no contract', () => {
    assert.throws(() => contractAt(versions, new Date('2025-12-31T23:59:59Z')), /no contract is in force/)
  })

  test('1.40 % + 0.10 EUR of 10.99 EUR is 0.25 EUR', () => {
    assert.deepEqual(feeOf(version('2026-01-01T00:00:00Z', 140n, 10n), money('EUR', 1099n)), money('EUR', 25n))
  })
})

describe('a special price', () => {
  const byWallet = [special(100n, 0n, { wallet: 'GCASH' }), special(120n, 0n)]

  test('for the wallet goes before one for any, and both before the contract’s own', () => {
    const contract = version('2026-01-01T00:00:00Z', 140n, 10n, byWallet)
    const feeBy = (wallet?: string) => feeOf(contract, money('EUR', 10_000n), wallet).minor
    assert.deepEqual([feeBy('GCASH'), feeBy('ALIPAY_CN'), feeBy()], [100n, 120n, 120n])
    const plain = version('2026-01-01T00:00:00Z', 140n, 10n, [special(100n, 0n, { wallet: 'GCASH' })])
    assert.equal(feeOf(plain, money('EUR', 10_000n), 'ALIPAY_CN').minor, 150n)
  })

  test('is for its own currency; in another one the fixed part of the contract is not taken', () => {
    const contract = version('2026-01-01T00:00:00Z', 140n, 10n, [special(130n, 80n, { currency: 'HKD' })])
    assert.deepEqual(feeOf(contract, money('HKD', 10_000n)), money('HKD', 210n))
    assert.deepEqual(feeOf(contract, money('USD', 10_000n)), money('USD', 140n))
  })

  test('from a volume on is that of the highest volume that was reached in the month before', () => {
    const tiers = [special(110n, 0n, { fromVolume: 1_000n }), special(90n, 0n, { fromVolume: 2_000n })]
    const feeAt = (minor: bigint) => {
      const volumes = [{ currency: 'EUR', minor, appliesFrom: day('2026-02-01') }]
      const versions = withVolumes([version('2026-01-01T00:00:00Z', 140n, 0n, tiers)], volumes)
      return feeOf(contractAt(versions, day('2026-02-01')), money('EUR', 10_000n)).minor
    }
    assert.deepEqual([999n, 1_000n, 1_999n, 2_000n, 9_999n].map(feeAt), [140n, 110n, 110n, 90n, 90n])
  })
})

describe('volumes', () => {
  const volume = (currency: string, minor: bigint, from: string) => ({ currency, minor, appliesFrom: day(from) })

  test('cut a contract where they begin to apply, and go on over its next version', () => {
    const versions = [version('2026-01-01T00:00:00Z', 140n, 0n), version('2026-03-15T00:00:00Z', 120n, 0n)]
    const volumes = [volume('EUR', 5n, '2026-02-01'), volume('EUR', 7n, '2026-03-01'), volume('HKD', 9n, '2026-03-01')]
    assert.deepEqual(
      withVolumes(versions, volumes).map((one) => [one.validFrom, one.feeBasisPoints, one.volumes ?? {}]),
      [
        [day('2026-01-01'), 140n, {}],
        [day('2026-02-01'), 140n, { EUR: 5n }],
        [day('2026-03-01'), 140n, { EUR: 7n, HKD: 9n }],
        [day('2026-03-15'), 120n, { EUR: 7n, HKD: 9n }],
      ],
    )
  })

  test('before the first version are of no use', () => {
    const [only] = withVolumes([version('2026-02-01T00:00:00Z', 140n, 0n)], [volume('EUR', 5n, '2026-01-01')])
    assert.deepEqual([only?.validFrom, only?.volumes], [day('2026-02-01'), { EUR: 5n }])
  })

  const instants = fc.integer({ min: 1, max: 60 }).map((at) => new Date(Date.UTC(2026, 0, at)))
  const anyVersion = fc.record({ validFrom: instants, feeBasisPoints: fc.bigInt({ min: 0n, max: 500n }) })
  const anyVolume = fc.record({
    currency: fc.constantFrom('EUR', 'HKD'),
    minor: fc.bigInt({ min: 0n, max: 10_000n }),
    appliesFrom: instants,
  })

  test('leave the version in force at any instant as it is, and know of no volume before its time', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyVersion, { minLength: 1, selector: ({ validFrom }) => validFrom.getTime() }),
        fc.array(anyVolume),
        fc.integer({ min: 0, max: 80 }),
        (bare, volumes, later) => {
          const versions: ContractVersion[] = bare.map((one) => ({ ...one, feeFixed: money('EUR', 0n) }))
          const first = Math.min(...versions.map(({ validFrom }) => validFrom.getTime()))
          const at = new Date(first + later * 86_400_000)
          const found = contractAt(withVolumes(versions, volumes), at)
          assert.equal(found.feeBasisPoints, contractAt(versions, at).feeBasisPoints)
          for (const [currency, minor] of Object.entries(found.volumes ?? {})) {
            assert.ok(volumes.some((one) => one.currency === currency && one.minor === minor && one.appliesFrom <= at))
          }
        },
      ),
    )
  })
})

describe('a fee', () => {
  const price = fc.record({
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    wallet: fc.constantFrom(undefined, 'GCASH', 'ALIPAY_CN'),
    fromVolume: fc.bigInt({ min: 0n, max: 5n }),
    feeBasisPoints: fc.bigInt({ min: 0n, max: 10_000n }),
    feeFixedMinor: fc.bigInt({ min: 0n, max: 1_000n }),
  })

  test('is never negative and never more than what was settled, whatever was agreed', () => {
    fc.assert(
      fc.property(
        fc.record({ currency: fc.constantFrom('EUR', 'JPY', 'KWD'), minor: fc.bigInt({ min: 1n, max: 10n ** 9n }) }),
        fc.array(price),
        fc.bigInt({ min: 0n, max: 6n }),
        fc.constantFrom(undefined, 'GCASH'),
        fc.bigInt({ min: 0n, max: 1_000n }),
        (settled, prices, volume, wallet, fixed) => {
          const contract = {
            ...version('2026-01-01T00:00:00Z', 140n, fixed, prices),
            volumes: { [settled.currency]: volume },
          }
          const fee = feeOf(contract, settled, wallet)
          assert.equal(fee.currency, settled.currency)
          assert.ok(fee.minor >= 0n && fee.minor <= settled.minor)
        },
      ),
    )
  })

  test('does not depend on the order in which prices are written down', () => {
    const key = (one: SpecialPrice) => `${one.currency} ${one.wallet} ${one.fromVolume}`
    fc.assert(
      fc.property(fc.uniqueArray(price, { selector: key }), fc.bigInt({ min: 0n, max: 6n }), (prices, volume) => {
        const feeBy = (order: SpecialPrice[]) =>
          feeOf(
            { ...version('2026-01-01T00:00:00Z', 140n, 1n, order), volumes: { EUR: volume } },
            money('EUR', 10_000n),
            'GCASH',
          )
        assert.deepEqual(feeBy(prices), feeBy(prices.toReversed()))
      }),
    )
  })
})
