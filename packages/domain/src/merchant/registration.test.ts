import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRegistrationOverdue, nextAskAt, registrationStateOf } from './index.ts'

describe('the registration of a merchant', () => {
  test('is what became of its youngest request, but stays once it was there', () => {
    assert.equal(registrationStateOf([]), 'unregistered')
    assert.equal(registrationStateOf([undefined]), 'submitted')
    assert.equal(registrationStateOf([undefined, 'refused']), 'submitted')
    assert.equal(registrationStateOf(['refused', undefined]), 'refused')
    assert.equal(registrationStateOf(['registered']), 'registered')
    assert.equal(registrationStateOf([undefined, 'registered']), 'registered')
    assert.equal(registrationStateOf(['refused', 'registered', 'refused']), 'registered')
  })

  test('is overdue once Alipay+ has had it for seven days', () => {
    const asked = new Date('2026-11-24T09:00:00Z')
    const isOverdue = (at: string) => isRegistrationOverdue(asked, new Date(at))
    assert.deepEqual(['2026-12-01T08:59:59Z', '2026-12-01T09:00:00Z'].map(isOverdue), [false, true])
  })

  test('is asked about less and less often', () => {
    const since = new Date('2026-11-24T09:00:00Z')
    const after = (minutes: number) => new Date(since.getTime() + minutes * 60_000)
    const waits = [0, 1, 5, 90, 360, 10_000].map((minutes) => {
      const at = after(minutes)
      return (nextAskAt(since, at).getTime() - at.getTime()) / 60_000
    })
    assert.deepEqual(waits, [1, 1, 5, 90, 360, 360])
  })
})
