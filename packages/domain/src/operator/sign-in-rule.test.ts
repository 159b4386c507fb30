import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { afterPassword, outstandingOf, type Proof, type SignInNeed, signInNeeds, whyBadPassword } from './index.ts'

const needs = Object.keys(signInNeeds) as SignInNeed[]
const proofs: Proof[] = ['none', 'code', 'recovery_code', 'wrong']
const anyCase = fc.record({
  need: fc.constantFrom(...needs),
  has: fc.record({ hasTotp: fc.boolean(), hasPasskey: fc.boolean() }),
  proof: fc.constantFrom(...proofs),
})

describe('what an organisation asks for', () => {
  test('a password alone never begins a session of somebody who has what is asked for', () => {
    fc.assert(
      fc.property(anyCase, ({ need, has, proof }) => {
        const after = afterPassword(need, has, proof)
        if (!('shown' in after)) return
        const hasIt = has.hasTotp || (need !== 'password' && has.hasPasskey)
        assert.equal(after.shown, hasIt ? 'password_and_code' : 'password')
        if (hasIt) assert.ok(proof === 'code' || proof === 'recovery_code')
        if (need === 'passkey' && has.hasPasskey) assert.equal(proof, 'recovery_code')
      }),
    )
  })

  test('nobody is shut out for having nothing, but where another sign-in is asked for', () => {
    const nothing = { hasTotp: false, hasPasskey: false }
    for (const need of needs) {
      const after = afterPassword(need, nothing, 'none')
      assert.deepEqual(after, need === 'oidc' ? { refused: 'OIDC_NEEDED' } : { shown: 'password' })
    }
  })

  test('a session owes what it has not shown', () => {
    const owes = (need: SignInNeed) =>
      (['password', 'password_and_code', 'passkey', 'oidc'] as const).map((shown) => outstandingOf(need, shown))
    assert.deepEqual(owes('password'), [undefined, undefined, undefined, undefined])
    assert.deepEqual(owes('second_factor'), ['second_factor', undefined, undefined, undefined])
    assert.deepEqual(owes('passkey'), ['passkey', 'passkey', undefined, 'passkey'])
    assert.deepEqual(owes('oidc'), ['oidc', 'oidc', 'oidc', undefined])
  })
})

describe('a new password', () => {
  const why = (password: string) => whyBadPassword(password, 'ana.ruiz@psp.example')
  test('is long, and not what others try first', () => {
    assert.equal(why('short of 12'), 'too_short')
    assert.equal(why('密码密码密码密码密码密'), 'too_short')
    assert.equal(why('x'.repeat(257)), 'too_long')
    for (const common of [
      'Password1234!',
      'passwordpassword',
      'aaaaaaaaaaaa',
      '123456789012',
      'qwertyuiop12',
      'abcdabcdabcd',
    ])
      assert.equal(why(common), 'common', common)
    for (const own of ['ana.ruiz@psp.example', 'Ana.Ruiz1234', 'my ana.ruiz@psp.example'])
      assert.equal(why(own), 'email', own)
    for (const good of ['correct horse battery', 'tramway ate my soup', 'ŝafo kaj kapro 7'])
      assert.equal(why(good), undefined)
  })
})
