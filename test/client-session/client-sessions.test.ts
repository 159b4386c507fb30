import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { deleteExpiredSessions } from '../../apps/gateway/src/client-session/client-session.store.ts'
import { demoShop, secondShop } from '../support/merchant.ts'
import { askFromPage, openSession, type Session } from '../support/page-of-merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendPlain, sendSigned } from '../support/signed-request.ts'
import { advance, clockOf } from '../support/simulator.ts'

let sandbox: TestSandbox
let demo: Shop
let second: Shop
before(async () => {
  sandbox = await aSandbox()
  demo = openShop(sandbox, demoShop)
  second = openShop(sandbox, secondShop)
})
after(() => sandbox?.close())

const products = '/products?countryCode=NL&currencyCode=EUR'

const shown = async (session: Session): Promise<number[]> => {
  const { status, body } = await askFromPage(session, products)
  assert.equal(status, 200, JSON.stringify(body))
  return (body.paymentProducts as { id: number }[]).map(({ id }) => id)
}

describe('a session', () => {
  test('says where its page asks, and as whom', async () => {
    const session = await openSession(demo)
    const { clientSessionId, customerId, clientApiUrl, assetUrl, region, invalidTokens } = session
    assert.match(clientSessionId, /^1234-[0-9a-f]{32}$/)
    assert.match(customerId, /^1234-[0-9a-f]{32}$/)
    assert.notEqual(clientSessionId, customerId)
    assert.deepEqual([clientApiUrl, assetUrl], [`${sandbox.gatewayUrl}/client`, `${sandbox.gatewayUrl}/assets`])
    assert.deepEqual([region, invalidTokens], ['EU', undefined])
    assert.notEqual((await openSession(demo)).clientSessionId, clientSessionId)
  })

  test('names every token as invalid, since none are kept', async () =>
    assert.deepEqual((await openSession(demo, { tokens: ['a', 'b'] })).invalidTokens, ['a', 'b']))

  test('needs no body', async () => {
    for (const body of ['', '{}', '[]', '{"paymentProductFilters":null,"tokens":null}']) {
      const answer = await sendSigned(sandbox.gatewayUrl, demoShop, { method: 'POST', path: '/v1/1234/sessions', body })
      assert.equal(answer.status, 201, answer.text)
    }
  })

  test('with a request that is no request of a session is refused, by the property', async () => {
    for (const [body, name] of [
      [{ tokens: 'x' }, 'tokens'],
      [{ tokens: [7] }, 'tokens[0]'],
      [{ tokens: Array.from({ length: 101 }, () => 'x') }, 'tokens'],
      [{ paymentProductFilters: { restrictTo: { products: ['x'] } } }, 'paymentProductFilters.restrictTo.products[0]'],
      [{ paymentProductFilters: { exclude: { groups: 'cards' } } }, 'paymentProductFilters.exclude.groups'],
      [{ paymentProductFilters: 1 }, 'paymentProductFilters'],
    ] as const) {
      const path = '/v1/1234/sessions'
      const raw = { method: 'POST', path, body: JSON.stringify(body) }
      const [error] = assertRefusal(await sendSigned(sandbox.gatewayUrl, demoShop, raw), 400, '21000050')
      assert.equal(error?.propertyName, name)
    }
  })

  test('is kept as a hash alone', async () => {
    const { clientSessionId, customerId } = await openSession(demo)
    const [row] = await sandbox.db.read<{ session_hash: Buffer; stored: string }>({
      text: 'select session_hash, c::text as stored from client_sessions c where customer_id = $1',
      values: [customerId],
    })
    assert.deepEqual(row?.session_hash, createHash('sha256').update(clientSessionId).digest())
    assert.ok(!row?.stored.includes(clientSessionId.slice(5)))
  })
})

describe('the filters of a session', () => {
  const withFilters = (paymentProductFilters: object) => openSession(demo, { paymentProductFilters })

  test('leave Alipay+ in or out of what its page sees', async () => {
    assert.deepEqual(await shown(await withFilters({ restrictTo: { products: [866, 1] } })), [866])
    assert.deepEqual(await shown(await withFilters({ exclude: { groups: ['cards'] } })), [866])
    assert.deepEqual(await shown(await withFilters({ restrictTo: { groups: ['cards'] } })), [])
    assert.deepEqual(await shown(await withFilters({ restrictTo: { products: [1] } })), [])
    assert.deepEqual(await shown(await withFilters({ exclude: { products: [866] } })), [])
  })

  test('hold for the product itself, its wallets and its networks', async () => {
    const session = await withFilters({ exclude: { products: [866] } })
    for (const path of ['/products/866', '/products/866/directory', '/products/866/networks']) {
      const answer = await askFromPage(session, `${path}?countryCode=NL&currencyCode=EUR`)
      assert.match(assertRefusal(answer, 404, '1007')[0]?.message ?? '', /session leaves/)
    }
  })
})

describe('a page is let in', () => {
  test('by no header, an unknown session or one written otherwise: all alike', async () => {
    const session = await openSession(demo)
    const { clientSessionId } = session
    for (const authorization of [
      '',
      'Basic eDp5',
      'GCS v1Client:',
      `GCS v1Client:1234-${'0'.repeat(32)}`,
      `GCS v1Client:${clientSessionId.toUpperCase()}`,
      `GCS v1Client:${clientSessionId}0`,
      `GCS v1HMAC:sandbox-key-id:${clientSessionId}`,
      `GCS v1Client:0${clientSessionId}`,
    ]) {
      assertRefusal(await askFromPage(session, products, { authorization }), 403, '9002')
    }
  })

  test('for the customer of its session alone, not for another of the merchant, nor for another merchant', async () => {
    const [mine, other, foreign] = [await openSession(demo), await openSession(demo), await openSession(second)]
    assertRefusal(await askFromPage(mine, products, { customerId: other.customerId }), 403, '9008')
    assertRefusal(await askFromPage(mine, products, { customerId: foreign.customerId }), 403, '9008')
    assertRefusal(await askFromPage(foreign, products, { customerId: mine.customerId }), 403, '9008')
    assertRefusal(await askFromPage(mine, products, { customerId: '1234' }), 403, '9008')
    const relabelled = `GCS v1Client:${mine.clientSessionId.replace('1234-', '5678-')}`
    assertRefusal(await askFromPage(foreign, products, { authorization: relabelled }), 403, '9002')
  })

  test('nowhere but there: a session is nothing to the merchant API', async () => {
    const { clientSessionId } = await openSession(demo)
    const headers = { Authorization: `GCS v1Client:${clientSessionId}`, Date: new Date().toUTCString() }
    const paths = [`/v1/1234${products}`, `/v1/1234/payments/${'0'.repeat(30)}`]
    for (const path of paths) assertRefusal(await sendPlain(sandbox.gatewayUrl, { path, headers }), 403, '9002')
  })

  test('for two hours of the sandbox clock, and then the session is cleaned away', async () => {
    const session = await openSession(demo)
    await advance(sandbox, 'PT1H59M')
    assert.deepEqual(await shown(session), [866])
    await advance(sandbox, 'PT1M')
    assertRefusal(await askFromPage(session, products), 403, '9002')
    const young = await openSession(demo)
    assert.ok((await deleteExpiredSessions(sandbox.db, await clockOf(sandbox))) > 0)
    assert.equal(await deleteExpiredSessions(sandbox.db, await clockOf(sandbox)), 0)
    assert.deepEqual(await shown(young), [866])
  })
})

test('the program may open, read and delete sessions, and change none', async () => {
  const [row] = await sandbox.db.read({
    text: `select has_table_privilege('silkgate_app', 'client_sessions', 'insert') as can_insert,
                  has_table_privilege('silkgate_app', 'client_sessions', 'delete') as can_delete,
                  has_table_privilege('silkgate_app', 'client_sessions', 'update') as can_update`,
    values: [],
  })
  assert.deepEqual(row, { can_insert: true, can_delete: true, can_update: false })
})
