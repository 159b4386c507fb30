import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  hearOfSweep,
  matchSweepEntry,
  type SweepEvent,
  type SweepFacts,
  sweepEvents,
  sweepIdOf,
  sweepIdsIn,
  sweepStatusOf,
} from './index.ts'

const nothing: SweepFacts = {
  ...{ withdrawn: false, sent: false, accepted: false, rejected: false, left: false, arrived: false, returned: false },
}

/** What is known after some events, each of which changed something or nothing. */
const after = (...events: readonly SweepEvent[]): SweepFacts => {
  let facts = nothing
  for (const event of events) if (hearOfSweep(facts, event) === 'new') facts = { ...facts, [event]: true }
  return facts
}

describe('what is moved between our own accounts', () => {
  test('is confirmed once both statements show it, in whichever order they come', () => {
    assert.equal(sweepStatusOf(nothing), 'ordered')
    assert.equal(sweepStatusOf(after('sent')), 'sent')
    assert.equal(sweepStatusOf(after('withdrawn')), 'withdrawn')
    assert.equal(hearOfSweep(after('sent'), 'withdrawn'), 'contradiction')
    assert.equal(sweepStatusOf(after('sent', 'accepted', 'left')), 'on_its_way')
    assert.equal(sweepStatusOf(after('sent', 'left', 'arrived')), 'confirmed')
    assert.equal(sweepStatusOf(after('arrived', 'left')), 'confirmed')
  })

  test('the statements have the last word: what was rejected and has moved was not rejected', () => {
    assert.equal(sweepStatusOf(after('sent', 'rejected')), 'rejected')
    assert.equal(sweepStatusOf(after('sent', 'rejected', 'left')), 'on_its_way')
    assert.equal(hearOfSweep(after('left'), 'rejected'), 'contradiction')
    assert.equal(hearOfSweep(after('rejected'), 'accepted'), 'contradiction')
  })

  test('comes back after it left, and before it has arrived', () => {
    assert.equal(sweepStatusOf(after('left', 'returned')), 'returned')
    assert.equal(hearOfSweep(after('sent'), 'returned'), 'contradiction')
    assert.equal(hearOfSweep(after('left', 'arrived'), 'returned'), 'contradiction')
    assert.equal(hearOfSweep(after('left', 'returned'), 'arrived'), 'contradiction')
  })

  test('whatever is heard, however often, money moves once: what left is there, came back, or is on its way', () => {
    const event = fc.constantFrom(...(Object.keys(sweepEvents) as SweepEvent[]))
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const counts = new Map<string, number>()
        let facts = nothing
        for (const one of events) {
          if (hearOfSweep(facts, one) !== 'new') continue
          counts.set(one, (counts.get(one) ?? 0) + 1)
          facts = { ...facts, [one]: true }
        }
        assert.ok([...counts.values()].every((count) => count === 1))
        assert.ok(!(facts.returned && (facts.arrived || !facts.left)))
      }),
    )
  })

  test('is found in whatever the bank writes', () => {
    const id = sweepIdOf('2026-11-28', 'EUR')
    assert.equal(id, 'SWEEP-20261128-EUR')
    assert.deepEqual(sweepIdsIn(`NOTPROVIDED ${id} SG-20261128-EUR-0123456789ab-1 ${id}`), [id])
    assert.deepEqual(sweepIdsIn(`X${id} ${id}O`), [])
  })

  test('an entry is it by its direction, account and amount, but for charges that are stated or within the tolerance', () => {
    const surplus = { currency: 'EUR', minor: 75n }
    const shortfall = { currency: 'EUR', minor: -75n }
    type Purpose = Parameters<typeof matchSweepEntry>[1]
    const match = (
      minor: bigint,
      purpose: Purpose,
      sweep = surplus,
      { stated = 0n, tolerance = 0n, currency = 'EUR' } = {},
    ) => matchSweepEntry({ currency, minor, chargesMinor: stated }, purpose, sweep, tolerance)
    const exact = { chargesMinor: 0n, isExplained: true }
    assert.deepEqual(match(-75n, 'safeguarding'), { event: 'left', ...exact })
    assert.deepEqual(match(75n, 'operating'), { event: 'arrived', ...exact })
    assert.deepEqual(match(75n, 'safeguarding'), { event: 'returned', ...exact })
    assert.equal(match(-75n, 'operating'), undefined)
    assert.deepEqual(match(-75n, 'operating', shortfall), { event: 'left', ...exact })
    assert.deepEqual(match(75n, 'safeguarding', shortfall), { event: 'arrived', ...exact })
    assert.equal(match(-75n, 'safeguarding', surplus, { currency: 'HKD' }), undefined)
    const charged = (chargesMinor: bigint, isExplained: boolean) => ({ event: 'left', chargesMinor, isExplained })
    assert.deepEqual(match(-80n, 'safeguarding', surplus, { stated: 5n }), charged(5n, true))
    assert.deepEqual(match(-80n, 'safeguarding', surplus, { tolerance: 5n }), charged(5n, true))
    assert.deepEqual(match(-80n, 'safeguarding', surplus, { tolerance: 4n }), charged(5n, false))
    assert.deepEqual(match(-70n, 'safeguarding', surplus, { tolerance: 5n }), charged(-5n, false))
    assert.deepEqual(match(70n, 'operating', surplus, { stated: 5n }), {
      event: 'arrived',
      chargesMinor: 5n,
      isExplained: true,
    })
    assert.deepEqual(match(70n, 'operating'), { event: 'arrived', chargesMinor: 5n, isExplained: false })
  })
})
