import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type AuditEntry, keptAsked, keptChange, sealedText } from './index.ts'

const digest = (text: string): string => `digest:${text.length}`

describe('what the trail keeps of a change', () => {
  test('which row it was, and the fields that differ, before and after', () => {
    const before = { merchant_id: 1234, payment_id: '01', state: 'open', owner: null }
    assert.deepEqual(keptChange({ table: 'breaks', before, after: { ...before, owner: 'ana@psp.example' } }, digest), {
      table: 'breaks',
      row: { merchant_id: 1234, payment_id: '01' },
      before: { owner: null },
      after: { owner: 'ana@psp.example' },
    })
    assert.equal(keptChange({ table: 'breaks', before, after: before }, digest), undefined)
  })

  test('no secret, and of what must be forgotten on request a digest alone', () => {
    const after = {
      user_id: 'u',
      password_hash: '$argon2id$…',
      totp_secret: '\\x0102',
      logo: '\\x89504e47',
      note: 'Mrs Li rang from 0612345678',
      request: { shopper: { name: 'Li' } },
    }
    const kept = JSON.stringify(keptChange({ table: 'x', before: null, after }, digest))
    for (const hidden of ['argon2id', '0102', '89504e47', 'Li', '0612345678']) assert.ok(!kept.includes(hidden), kept)
    assert.match(kept, /"note":"digest:27"/)
  })

  test('of what was asked for, short words alone', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        const text = `${one} ${other}`
        const nested = keptAsked({ any: text, deep: { more: text }, password: one, code: other }, digest)
        assert.deepEqual(
          Object.values(nested).filter((value) => value === text),
          [],
        )
        assert.deepEqual([nested.password, nested.code], ['(secret)', '(secret)'])
      }),
    )
    assert.deepEqual(keptAsked({ action: 'write_off', minor: 12 }, digest), { action: 'write_off', minor: 12 })
  })
})

test('two entries that differ anywhere are sealed as different texts', () => {
  const text = fc.string()
  const entries = fc.record({
    number: fc.bigInt({ min: 1n, max: 3n }),
    at: fc.constant(new Date(0)),
    door: fc.constantFrom<AuditEntry['door']>('console', 'command line'),
    origin: text,
    by: fc.option(text),
    role: fc.option(text),
    organisation: fc.option(fc.bigInt({ min: 1n, max: 3n })),
    operation: text,
    merchantId: fc.option(fc.bigInt({ min: 1n, max: 3n })),
    about: fc.option(text),
    details: text,
  })
  const parts = (entry: AuditEntry) => Object.values(entry).map((value) => (value === null ? null : `${value}`))
  fc.assert(
    fc.property(entries, entries, (one, other) => {
      const isSame = JSON.stringify(parts(one)) === JSON.stringify(parts(other))
      assert.equal(sealedText(one) === sealedText(other), isSame)
    }),
  )
})
