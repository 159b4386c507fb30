import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Attempts,
  afterWrongAttempt,
  attemptsBeforeLock,
  isLocked,
  isSessionOver,
  lockedForMs,
  mayDo,
  type Permission,
  permissions,
  type Role,
  roles,
  sessionIdleMs,
  sessionLifeMs,
} from './index.ts'

const fresh: Attempts = { failures: 0, lockedUntil: undefined }
const at = (ms: number) => new Date(ms)

describe('who may do what', () => {
  test('an administrator may do everything, and nobody else moves who may', () => {
    for (const permission of Object.keys(permissions) as Permission[]) assert.ok(mayDo('administrator', permission))
    const others = (Object.keys(roles) as Role[]).filter((role) => !role.endsWith('administrator'))
    assert.deepEqual(
      others.filter((role) => mayDo(role, 'people.change')),
      [],
    )
  })

  test("no role of a merchant sees what is between Alipay+, the bank and us, or decides about merchants' money", () => {
    const kept: Permission[] = [
      'settlement.read',
      'breaks.read',
      'breaks.resolve',
      'exceptions.resolve',
      'remittance.approve',
      'merchants.change',
      'sandbox.move',
    ]
    const ofMerchants = (Object.keys(roles) as Role[]).filter((role) => roles[role].of === 'merchant')
    for (const role of ofMerchants)
      assert.deepEqual(
        kept.filter((permission) => mayDo(role, permission)),
        [],
      )
  })
})

describe('wrong attempts', () => {
  test('the fifth in a row locks for a quarter of an hour, and then the count begins anew', () => {
    let attempts = fresh
    for (let count = 1; count < attemptsBeforeLock; count++) attempts = afterWrongAttempt(attempts, at(count))
    assert.equal(isLocked(attempts, at(9)), false)
    attempts = afterWrongAttempt(attempts, at(10))
    assert.equal(isLocked(attempts, at(10 + lockedForMs - 1)), true)
    assert.equal(isLocked(attempts, at(10 + lockedForMs)), false)
    assert.equal(afterWrongAttempt(attempts, at(10 + lockedForMs)).failures, 1)
  })

  test('however they come, no more than five go through in any quarter of an hour', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * lockedForMs }), { maxLength: 60 }), (times) => {
        let attempts = fresh
        const tried: number[] = []
        for (const ms of times.toSorted((a, b) => a - b)) {
          if (isLocked(attempts, at(ms))) continue
          attempts = afterWrongAttempt(attempts, at(ms))
          tried.push(ms)
        }
        for (const [index, ms] of tried.entries()) {
          const sixth = tried[index + attemptsBeforeLock]
          if (sixth !== undefined) assert.ok(sixth - ms >= lockedForMs)
        }
      }),
    )
  })
})

test('a session ends when it is not used, and after a week in any case', () => {
  const session = { createdAt: at(0), lastSeenAt: at(sessionLifeMs - 1) }
  assert.equal(isSessionOver(session, at(sessionLifeMs)), false)
  assert.equal(isSessionOver(session, at(sessionLifeMs + 1)), true)
  assert.equal(isSessionOver({ createdAt: at(0), lastSeenAt: at(0) }, at(sessionIdleMs + 1)), true)
})
