import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { keptForPayments, type PartOfPayment, paidOfPayment, remittanceIdOf, unpaidOfPayment } from './index.ts'

type Amounts = Map<string, bigint>

const of = (amounts: ReadonlyMap<string, bigint>, name: string) => amounts.get(name) ?? 0n
const add = (amounts: Amounts, name: string, minor: bigint) => amounts.set(name, of(amounts, name) + minor)
const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, minor) => sum + minor, 0n)

type Made = {
  readonly id: string
  readonly minor: bigint
  readonly listed: Amounts
  readonly kept: ReadonlyMap<string, bigint>
  /** The truth: whose money is in it. */
  readonly money: Amounts
  isRejected: boolean
  next?: string
  carriedInto?: string
}

const names = ['one', 'other', 'third'] as const

/** A merchant's balance in which each coin says which payment brought it, beside what the database writes down. */
const aMerchant = () => {
  const own: Amounts = new Map()
  const unlisted: Amounts = new Map()
  const available: Amounts = new Map()
  const held = new Set<string>()
  const disputed: Amounts = new Map()
  const made: Made[] = []
  let balance = 0n

  const partsOf = (name: string): PartOfPayment[] =>
    made.map(({ id, isRejected, listed, kept, next, carriedInto }) => ({
      ...{ remittanceId: id, status: isRejected ? 'rejected' : 'sent', next, carriedInto },
      ...{ listedMinor: of(listed, name), keptMinor: of(kept, name) },
    }))
  const left = (name: string) => unpaidOfPayment(of(own, name), partsOf(name))

  return {
    held,
    disputed,
    balance: () => balance,
    paid: () => made.filter(({ isRejected }) => !isRejected).map(({ minor }) => minor),
    /** A payment brings money, or a refund takes some. */
    move: (name: string, minor: bigint) => {
      for (const amounts of [own, unlisted, available]) add(amounts, name, minor)
      balance += minor
    },
    run: () => {
      const kept = keptForPayments(new Map([...held].map((name) => [name, left(name)])), disputed)
      const minor = balance - sumOf(kept.values())
      if (minor <= 0n) return
      const money: Amounts = new Map()
      for (const name of names) {
        const [has, most] = [of(available, name), of(kept, name)]
        const stays = has <= 0n ? 0n : has < most ? has : most
        assert.ok(!held.has(name) || has - stays <= 0n, `money of ${name} leaves while it is held`)
        money.set(name, has - stays)
        available.set(name, stays)
      }
      const [id, last] = [remittanceIdOf('1234', 'EUR', BigInt(made.length + 1)), made.at(-1)]
      if (last !== undefined) last.next = id
      for (const one of made) if (one.isRejected) one.carriedInto ??= id
      made.push({ id, minor, listed: new Map(unlisted), kept, money, isRejected: false })
      unlisted.clear()
      balance -= minor
    },
    /** The bank rejects the last remittance, or the one so many before it. */
    reject: (before = 0) => {
      const one = made[made.length - 1 - before]
      if (one === undefined || one.isRejected) return
      one.isRejected = true
      balance += one.minor
      for (const [name, minor] of one.money) add(available, name, minor)
    },
    assertTrue: () => {
      for (const name of names) {
        const truth = of(available, name)
        assert.equal(left(name), truth > 0n ? truth : 0n, `what is left of ${name}`)
        const paid = paidOfPayment(partsOf(name))
        for (const { id, money } of made) assert.equal(of(paid, id), of(money, name), `${name} in ${id}`)
      }
    },
  }
}

type Merchant = ReturnType<typeof aMerchant>

const step = fc.oneof(
  fc.record({ do: fc.constant('move' as const), name: fc.constantFrom(...names), minor: fc.bigInt(-300n, 1_000n) }),
  fc.record({ do: fc.constantFrom('hold' as const, 'release' as const), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('dispute' as const), name: fc.constantFrom(...names), minor: fc.bigInt(0n, 500n) }),
  fc.record({ do: fc.constant('reject' as const), before: fc.nat({ max: 3 }) }),
  fc.constant({ do: 'run' as const }),
)

const play = (merchant: Merchant, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void => {
  if (one.do === 'move') merchant.move(one.name, one.minor)
  if (one.do === 'hold') merchant.held.add(one.name)
  if (one.do === 'release') merchant.held.delete(one.name)
  if (one.do === 'dispute') merchant.disputed.set(one.name, one.minor)
  if (one.do === 'reject') merchant.reject(one.before)
  if (one.do === 'run') merchant.run()
}

describe('what remittances have paid of a payment', () => {
  test('whatever is held, released, rejected and carried: held money stays, and what is released is paid', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const merchant = aMerchant()
        for (const one of steps) {
          play(merchant, one)
          merchant.assertTrue()
        }
        merchant.held.clear()
        merchant.disputed.clear()
        merchant.run()
        assert.ok(merchant.balance() <= 0n, 'nothing is forgotten')
        merchant.assertTrue()
      }),
    )
  })

  const stories: Readonly<Record<string, readonly [(of: Merchant) => void, readonly bigint[]]>> = {
    'held, kept back, released and held again: it stays': [
      (of) => {
        of.held.add('one')
        of.run()
        of.held.delete('one')
        of.held.add('one')
        of.run()
      },
      [200n],
    ],
    'held after it was paid: nothing else is kept back for it': [
      (of) => {
        of.run()
        of.held.add('one')
        of.move('third', 50n)
        of.run()
      },
      [300n, 50n],
    ],
    'kept back, paid by the next, and held after: nothing else is kept back for it': [
      (of) => {
        of.held.add('one')
        of.run()
        of.held.delete('one')
        of.run()
        of.held.add('one')
        of.move('third', 50n)
        of.run()
      },
      [200n, 100n, 50n],
    ],
    'rejected, held, and its money carried: it stays': [
      (of) => {
        of.run()
        of.reject()
        of.held.add('one')
        of.run()
        of.run()
      },
      [200n],
    ],
    'kept back by one that is rejected, and held still: it stays': [
      (of) => {
        of.held.add('one')
        of.run()
        of.reject()
        of.run()
        of.held.delete('one')
        of.run()
      },
      [200n, 100n],
    ],
    'partly kept back for a dispute that is won, and held meanwhile: the rest stays': [
      (of) => {
        of.disputed.set('one', 40n)
        of.run()
        of.held.add('one')
        of.disputed.clear()
        of.move('third', 50n)
        of.run()
      },
      [260n, 50n],
    ],
  }
  for (const [says, [play, paid]] of Object.entries(stories)) {
    test(says, () => {
      const merchant = aMerchant()
      merchant.move('one', 100n)
      merchant.move('other', 200n)
      play(merchant)
      merchant.assertTrue()
      assert.deepEqual(merchant.paid(), paid)
    })
  }
})
