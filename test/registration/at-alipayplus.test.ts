import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance, decideRegistrations, truthOf } from '../support/simulator.ts'
import { aSale } from '../support/unclear.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const register = async (merchantId: string): Promise<string> => {
  const [submitted] = await silkgate(sandbox, 'merchant', 'register', merchantId)
  await until('Alipay+ has it', async () => {
    const [status] = await silkgate(sandbox, 'merchant', 'registration', merchantId)
    const { history } = status as { history: readonly { detail?: string }[] }
    return history[0]?.detail
  })
  return String(submitted?.registrationRequestId)
}

const about = async (id: string, ...options: string[]) =>
  (await silkgate(sandbox, 'exceptions', ...options)).filter(
    ({ registrationRequestId }) => registrationRequestId === id,
  )

describe('a registration that Alipay+ does not decide on', () => {
  test('is an exception with a deadline after seven days, and ends it by itself when it is decided', async () => {
    await decideRegistrations(sandbox, { outcome: 'accept', afterSeconds: 9 * 86_400 })
    const id = await register('1234')
    await advance(sandbox, 'P6DT23H')
    assert.deepEqual(await about(id), [])
    await advance(sandbox, 'PT8H')
    const [exception, ...more] = await about(id)
    assert.deepEqual([exception?.merchantId, exception?.kind, more], ['1234', 'registration_undecided', []])
    assert.match(String(exception?.detail), /^asked for on 2026-11-24T12:\d\d:.*PENDING/)
    const given = Date.parse(String(exception?.deadlineAt)) - Date.parse(String(exception?.openedAt))
    assert.equal(given, 72 * 3_600_000)
    const as = ['--as', 'ann@acquirer.example']
    const [mine] = await silkgate(sandbox, 'exception', 'assign', id, 'registration_undecided', ...as)
    assert.equal(mine?.owner, 'ann@acquirer.example')
    await advance(sandbox, 'P2D')
    assert.deepEqual(await about(id), [])
    const [ended] = await about(id, '--resolved')
    assert.deepEqual([ended?.kind, ended?.resolvedBy], ['registration_undecided', 'silkgate'])
  })
})

describe('a merchant that Alipay+ takes no orders of, since it is not registered there', () => {
  test('has its payment REJECTED and nothing placed; once it is registered, it is paid', async () => {
    await decideRegistrations(sandbox, { outcome: 'accept', required: true })
    const { shop, create, paymentId } = await aSale(sandbox, '79')
    const refused = await create()
    assert.deepEqual([refused.status, refused.paymentStatus, refused.paymentId], [402, 'REJECTED', paymentId])
    const { statusOutput } = await shop.payment(paymentId)
    assert.equal(statusOutput?.statusCode, 100, 'it is not the wallet that refuses')
    assert.equal(await truthOf(sandbox, paymentId), undefined)
    await register('79')
    assert.equal((await shop.create(anOrder())).paymentStatus, 'REDIRECTED')
  })
})
