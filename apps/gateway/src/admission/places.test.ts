import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { openPlaces, type Places } from './places.ts'

/** Takes places until there are no more for this merchant; answers how many it got. */
const takeAll = (places: Places, merchantId: string): number => {
  let got = 0
  while (places.take(merchantId) !== undefined) got++
  return got
}

const total = fc.integer({ min: 2, max: 500 })

describe('places', () => {
  test('are not all for one merchant: alone it gets half, rounded up', () => {
    fc.assert(fc.property(total, (most) => assert.equal(takeAll(openPlaces(most), '1'), Math.ceil(most / 2))))
  })

  test('are shared by those who take all they can, and leave a share for the next', () => {
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: 20 }), (most, merchants) => {
        const places = openPlaces(most)
        const got = Array.from({ length: merchants }, () => 0)
        // In turns, each taking one, until nobody gets any.
        for (let isAnyLeft = true; isAnyLeft; ) {
          isAnyLeft = false
          for (const merchant of got.keys()) {
            if (places.take(String(merchant)) === undefined) continue
            got[merchant] = (got[merchant] ?? 0) + 1
            isAnyLeft = true
          }
        }
        const fair = most / (merchants + 1)
        if (most > merchants)
          for (const one of got) assert.ok(Math.abs(one - fair) <= 1, `${one} of ${most}, fair is ${fair}`)
        assert.ok(most - places.taken() >= Math.floor(fair) - 1 || most <= merchants)
      }),
    )
  })

  test('keep every promise whoever comes and goes', () => {
    const step = fc.record({ merchant: fc.integer({ min: 0, max: 5 }), leaves: fc.boolean() })
    fc.assert(
      fc.property(total, fc.array(step, { maxLength: 800 }), (most, steps) => {
        const places = openPlaces(most)
        const here = Array.from({ length: 6 }, (): (() => void)[] => [])
        for (const { merchant, leaves } of steps) {
          const mine = here[merchant] ?? []
          const free = most - places.taken()
          if (leaves) mine.pop()?.()
          else {
            const leave = places.take(String(merchant))
            assert.equal(leave !== undefined, mine.length < free, 'more are free than it holds')
            if (mine.length === 0 && free > 0) assert.ok(leave, 'whoever holds none gets the last one')
            if (leave !== undefined) mine.push(leave)
          }
          assert.equal(
            places.taken(),
            here.reduce((sum, { length }) => sum + length, 0),
          )
          assert.ok(places.taken() <= most)
        }
        for (const leave of here.flat()) leave()
        assert.equal(places.taken(), 0)
      }),
    )
  })

  test('come back from one that held all it could, to the last one', () => {
    const places = openPlaces(10)
    const leave = places.take('1')
    takeAll(places, '1')
    assert.equal(places.take('1'), undefined)
    leave?.()
    leave?.()
    assert.equal(takeAll(places, '1'), 1, 'leaving twice leaves one place')
  })
})
