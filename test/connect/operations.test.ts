import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { errors } from '@silkgate/domain'
import type { Route } from '../../apps/gateway/src/http/route.ts'
import { connectOperations } from '../../scripts/reference/api/connect.ts'
import { merchantApis, routes } from '../../scripts/reference/api/routes.ts'
import { assertConnectShape } from '../connect-shape.ts'
import { assertAlike } from '../support/alike.ts'
import { openCheckout } from '../support/checkout.ts'
import { anOrder, demoShop, type Identity, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { type RawAnswer, type RawRequest, sendPlain, sendSigned } from '../support/signed-request.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const plain = ({ operation, method, path }: Pick<Route, 'operation' | 'method' | 'path'>) => ({
  operation,
  method,
  path,
})
const byName = (a: { operation: string }, b: { operation: string }) => (a.operation < b.operation ? -1 : 1)

describe('the operations of the official SDKs', () => {
  test('are 73, each named once', () => {
    assert.deepEqual([connectOperations.length, new Set(connectOperations.map((one) => one.operation)).size], [73, 73])
  })

  test('have a route each, and no route is of anything else', () => {
    assert.deepEqual(routes.map(plain).sort(byName), connectOperations.map(plain).sort(byName))
  })
})

/** Connect's routes and our own. */
const allRoutes = merchantApis.flat()

type Ids = Readonly<Record<string, string>>

/** The path of a route for a merchant, with these ids; any other id is made up anew. */
const pathOf = ({ path }: Pick<Route, 'path'>, merchantId: string, ids: Ids = {}): string =>
  path.replace(':merchantId', merchantId).replace(/:(\w+)/g, (_whole, name: string) => ids[name] ?? randomUUID())

describe('every route', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox?.close())

  const as = (identity: Identity, raw: RawRequest): Promise<RawAnswer> => sendSigned(sandbox.gatewayUrl, identity, raw)

  test('asks first who calls, and for whom', async () => {
    for (const route of allRoutes) {
      const { method, operation } = route
      const unsigned = await sendPlain(sandbox.gatewayUrl, { method, path: pathOf(route, '1234') })
      assert.equal(unsigned.status, 403, operation)
      assertConnectShape('ErrorResponse', unsigned.body)
      const foreign = await as(secondShop, { method, path: pathOf(route, '1234') })
      assert.deepEqual([foreign.status, errorOf(foreign).code], [403, '9007'], operation)
      assertAlike(foreign, await as(secondShop, { method, path: pathOf(route, '4242') }), operation)
    }
  })

  test('that always refuses says why, in its own error type, whatever the body is', async () => {
    const bodies = ['', '{}', '[]', '{', 'null', Buffer.from([0xff, 0x00, 0x80])]
    for (const route of routes.filter(({ neverBecause }) => neverBecause !== undefined)) {
      const { method, operation, refuses } = route
      const path = pathOf(route, '1234')
      const first = await as(demoShop, { method, path })
      assertConnectShape(typeOfError(operation), first.body)
      const { id, message, httpStatusCode } = errorOf(first)
      assert.ok(refuses.some((code) => code === id) && message.length > 20, `${operation}: ${first.text}`)
      assert.deepEqual(
        [first.status, httpStatusCode],
        [errors[refuses[0] ?? 'UNKNOWN_PATH'].http, first.status],
        operation,
      )
      for (const body of method === 'GET' ? [] : bodies) {
        assertAlike(first, await as(demoShop, { method, path, body }), `${operation} with ${body}`)
        const contentType = 'multipart/form-data; boundary=x'
        assertAlike(first, await as(demoShop, { method, path, body, contentType }), `${operation} with ${body}`)
      }
    }
  })

  test('that is not supported is read as a plain refusal by the official SDK', async () => {
    const { tokens, mandates, payouts, riskassessments, services } = openShop(sandbox, demoShop).client.v1
    for (const asked of [
      tokens.get('1234', 'x', {}),
      tokens.remove('1234', 'x', { mandateCancelDate: '20260101' }),
      mandates.get('1234', 'x', {}),
      payouts.create('1234', {}, {}),
      riskassessments.cards('1234', {}, {}),
      services.getIINdetails('1234', { bin: '411111' }, {}),
    ]) {
      const { status, isSuccess, body } = await asked
      assert.deepEqual([status, isSuccess], [405, false])
      assertConnectShape('ErrorResponse', body)
    }
  })

  test('leaves parameters that it does not know alone', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const path = pathOf(route, '1234')
      const query = '?colour=blue&colour=red&=&x&__proto__=1&constructor=2&%ff=%zz'
      assertAlike(await as(demoShop, { path }), await as(demoShop, { path: `${path}${query}` }), route.operation)
    }
  })

  test('tells another merchant nothing about a payment and what belongs to it, and does nothing to them', async () => {
    const shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(1_000, 'EUR', { merchantReference: 'ONLY-OURS' }))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const refund = await shop.refund(paymentId, { amountOfMoney: { amount: 400, currencyCode: 'EUR' } })
    const before = await shop.payment(paymentId)
    const { id: hostedCheckoutId } = await openCheckout(shop, {})
    const eventId = await until('an event is in the list', async () => {
      const { body } = await as(demoShop, { path: '/reporting/v1/1234/events' })
      return (body.events as { event: { id: string } }[])[0]?.event.id
    })
    const foreign = { paymentId, captureId: paymentId, refundId: refund.id, hostedCheckoutId, eventId }
    const unknownPayment = paymentId.replace(/0000100001$/, '0000100002')
    const unknown = {
      paymentId: unknownPayment,
      captureId: unknownPayment,
      refundId: refund.id
        .replace(/00001$/, '')
        .replace(/-1$/, '-9')
        .concat('00001'),
    }
    let compared = 0
    for (const route of allRoutes.filter(({ path }) => /:\w+.*:(?!paymentProduct)\w+/.test(path))) {
      const { method, operation } = route
      const body = method === 'GET' ? '' : '{}'
      const [theirs, nobodys] = await Promise.all(
        [foreign, unknown].map((ids) => as(secondShop, { method, path: pathOf(route, '5678', ids), body })),
      )
      assert.ok(theirs !== undefined && nobodys !== undefined)
      // A body that is no file is refused before anything is looked for.
      const isRefusedForItself = operation === 'disputes.uploadFile' || errorOf(theirs).id === 'OPERATION_NOT_SUPPORTED'
      assert.ok(theirs.status === 404 || isRefusedForItself, `${operation}: ${theirs.text}`)
      assertConnectShape(typeOfError(operation), theirs.body)
      assertAlike(theirs, nobodys, operation)
      compared++
    }
    assert.ok(compared >= 35, `${compared} operations`)
    for (const path of ['/v1/5678/payments', '/v1/5678/refunds']) {
      const found = await as(secondShop, { path: `${path}?merchantReference=ONLY-OURS` })
      assertAlike(found, await as(secondShop, { path: `${path}?merchantReference=NOBODYS` }), path)
      assert.equal(found.body.totalCount, 0)
    }
    assert.deepEqual(await shop.payment(paymentId), before)
  })
})

const errorOf = ({ body }: RawAnswer) => {
  const [error, ...more] = (body.errors ?? []) as {
    id: string
    code: string
    message: string
    httpStatusCode: number
  }[]
  assert.ok(error !== undefined && more.length === 0, JSON.stringify(body))
  return error
}

const typeOfError = (operation: string): string =>
  connectOperations.find((one) => one.operation === operation)?.error ?? 'ErrorResponse'
