import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTryAt, oldestWorthTrying } from './index.ts'

test('a delivery is tried for thirty days: after 10 s, 1 min, 10 min, 1 h, 2 h, 8 h, 24 h, then daily', () => {
  const first = new Date('2026-11-01T00:00:00Z')
  const waits: number[] = []
  let at = first
  for (let failures = 1; ; failures++) {
    const next = nextTryAt(failures, at)
    if (first < oldestWorthTrying(next)) break
    waits.push((next.getTime() - at.getTime()) / 1000)
    at = next
  }
  assert.deepEqual(waits.slice(0, 9), [10, 60, 600, 3600, 7200, 28_800, 86_400, 86_400, 86_400])
  assert.equal(waits.length, 35)
})
