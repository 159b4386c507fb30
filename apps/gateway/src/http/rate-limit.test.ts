import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rateLimit } from './rate-limit.ts'

const count = (times: number, one: () => boolean): number => Array.from({ length: times }, one).filter(Boolean).length

describe('the rate limit of an API key', () => {
  test('lets twice a second’s requests through at once, then one for each that time brings back', () => {
    let now = 0
    const admits = rateLimit(10, () => now)
    assert.equal(
      count(50, () => admits('key')),
      20,
    )
    now += 99
    assert.equal(admits('key'), false)
    now += 1
    assert.deepEqual([admits('key'), admits('key')], [true, false])
    now += 3_600_000
    assert.equal(
      count(50, () => admits('key')),
      20,
    )
  })

  test('lets a steady stream of its rate through for ever', () => {
    let now = 0
    const admits = rateLimit(10, () => now)
    const through = count(10_000, () => {
      now += 100
      return admits('key')
    })
    assert.equal(through, 10_000)
  })

  test('is each key’s own', () => {
    const admits = rateLimit(1, () => 0)
    assert.deepEqual([admits('one'), admits('one'), admits('one'), admits('other')], [true, true, false, true])
  })

  test('does not lock a key out when the wall clock is set back', () => {
    let now = 1_000_000
    const admits = rateLimit(1, () => now)
    count(3, () => admits('key'))
    now = 0
    assert.equal(admits('key'), false)
    now = 1000
    assert.equal(admits('key'), true)
  })

  test('is none where it is 0', () => {
    const admits = rateLimit(0, () => 0)
    assert.equal(
      count(10_000, () => admits('key')),
      10_000,
    )
  })
})
