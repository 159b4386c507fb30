import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { addSecondKey, aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { until } from '../support/until.ts'

describe('an API key that makes too many requests', () => {
  let sandbox: TestSandbox
  before(async () => {
    // Two at once, and one more each second.
    sandbox = await aSandbox('error', { RATE_LIMIT_PER_SECOND: '1' })
  })
  after(() => sandbox?.close())

  const path = '/v1/1234/services/testconnection'

  /** Asks until nothing is let through any more. */
  const useUp = (identity = demoShop) =>
    until('the allowance is used up', async () => {
      const answer = await sendSigned(sandbox.gatewayUrl, identity, { path })
      return answer.status === 429 && answer
    })

  test('is told so, in Connect’s form, and when to come again', async () => {
    const answer = await useUp()
    assertRefusal(answer, 429, '86600429')
    assert.equal(answer.headers['retry-after'], '1')
  })

  test('is read as a plain refusal by the official SDK', async () => {
    const { services } = openShop(sandbox, demoShop).client.v1
    const answer = await until('the SDK is refused', async () => {
      const given = await services.testconnection('1234', {})
      return given.status === 429 && given
    })
    assert.equal(answer.isSuccess, false)
    assertConnectShape('ErrorResponse', answer.body)
  })

  test('keeps its idempotence key: the same request is done later', async () => {
    const shop = openShop(sandbox, demoShop)
    const key = await until('a create is refused', async () => {
      const fresh = randomUUID()
      return (await shop.create(anOrder(), fresh)).status === 429 && fresh
    })
    const done = await until('it is let through', async () => {
      const created = await shop.create(anOrder(), key)
      return created.status !== 429 && created
    })
    assert.deepEqual([done.status, done.paymentStatus, done.firstRequestAt], [201, 'REDIRECTED', undefined])
  })

  test('stops no other key, not even of the same merchant', async () => {
    const another = await addSecondKey(sandbox, '1234')
    await useUp()
    const answers = await Promise.all([
      sendSigned(sandbox.gatewayUrl, another, { path }),
      sendSigned(sandbox.gatewayUrl, secondShop, { path: path.replace('1234', '5678') }),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    )
  })

  test('is not stopped by somebody who signs in its name', async () => {
    const victim = await addSecondKey(sandbox, '1234')
    const forger = { ...victim, secretApiKey: 'a guess' }
    for (let attempt = 0; attempt < 10; attempt++) {
      assertRefusal(await sendSigned(sandbox.gatewayUrl, forger, { path }), 403, '9002')
    }
    assert.equal((await sendSigned(sandbox.gatewayUrl, victim, { path })).status, 200)
  })
})
