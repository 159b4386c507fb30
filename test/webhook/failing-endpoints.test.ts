import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addListener } from '../support/listening-shop.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, clockOf, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import {
  type Behaviour,
  type Call,
  type DifficultEndpoint,
  openDifficultEndpoint,
  typesOf,
} from './difficult-endpoint.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

/** A merchant with one endpoint that fails from the first. */
const openFailingShop = async (
  merchantId: string,
  behaviour: Behaviour = { status: 500 },
): Promise<{ shop: Shop; endpoint: DifficultEndpoint }> => {
  const { identity, webhookKeys } = await addListener(sandbox, merchantId)
  const endpoint = await openDifficultEndpoint(sandbox, webhookKeys, behaviour)
  await silkgate(sandbox, 'webhook-endpoint', 'add', merchantId, endpoint.url)
  return { shop: openShop(sandbox, identity), endpoint }
}

type State = { readonly failures: number; readonly next_try_at: Date }

const stateOf = async (merchantId: string): Promise<State> => {
  const text = 'select failures, next_try_at from webhook_endpoints where merchant_id = $1'
  const [row] = await sandbox.db.read<State>({ text, values: [merchantId] })
  assert.ok(row)
  return row
}

/** Waits until an endpoint has failed so many times, and no call of it is under way. */
const failed = (merchantId: string, times: number): Promise<State> =>
  until(`${times} failures of ${merchantId}`, async () => {
    const text = 'select from webhook_deliveries where merchant_id = $1 and leased_until is not null'
    const underWay = await sandbox.db.read({ text, values: [merchantId] })
    const state = await stateOf(merchantId)
    return underWay.length === 0 && state.failures === times && state
  })

const secondsBetween = (a: Date, b: Date): number => (b.getTime() - a.getTime()) / 1000

const idsOf = (calls: readonly Call[]): string[] => calls.map(({ event }) => event.id)

const [minute, hour, day] = [60, 3600, 86_400]

describe('an endpoint that fails', () => {
  test('is tried again after 10 s, 1 min, 10 min, 1 h, 2 h, 8 h, 24 h, then daily, with its oldest alone', async () => {
    const { shop, endpoint } = await openFailingShop('4741')
    const elsewhere = await openDifficultEndpoint(sandbox, {})
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    let { next_try_at: nextTryAt } = await failed('4741', 1)
    const first = endpoint.calls.length

    /** Lets the next try come in its time, which calls `count` times, and says how long the one after waits. */
    const tryNext = async (failures: number, behaviour: Behaviour, count: number): Promise<number> => {
      endpoint.behave(behaviour)
      const before = endpoint.calls.length
      const now = await clockOf(sandbox)
      await advance(sandbox, `PT${Math.ceil(secondsBetween(now, nextTryAt))}S`)
      assert.equal(endpoint.calls.length - before, count)
      assert.ok(endpoint.calls.slice(before).every(({ at }) => at.getTime() === nextTryAt.getTime()))
      const state = await failed('4741', failures)
      const waits = secondsBetween(nextTryAt, state.next_try_at)
      nextTryAt = state.next_try_at
      return waits
    }
    const moved: Behaviour = { status: 302, headers: { Location: elsewhere.url } }
    assert.equal(await tryNext(2, { status: 500 }, 1), minute)
    assert.equal(await tryNext(3, moved, 1), 10 * minute)
    assert.equal(elsewhere.requests(), 0, 'a redirect was followed')
    const began = performance.now()
    assert.equal(await tryNext(4, 'never answers', 1), hour)
    const tookMs = performance.now() - began
    assert.ok(tookMs > 9_900 && tookMs < 20_000, `the call was given up after ${tookMs} ms`)
    await endpoint.disappear()
    assert.equal(await tryNext(5, { status: 200 }, 0), 2 * hour)
    await endpoint.comeBack()
    assert.equal(await tryNext(6, { status: 404 }, 1), 8 * hour)
    assert.equal(await tryNext(7, { status: 503 }, 1), day)
    assert.equal(await tryNext(8, { status: 500 }, 1), day)

    const [head = ''] = idsOf(endpoint.calls.slice(first))
    const retried = endpoint.calls.slice(first)
    assert.deepEqual([...new Set(idsOf(retried))], [head], 'another than the oldest was tried')
    assert.deepEqual([...new Set(typesOf(retried))], ['payment.created'])

    endpoint.behave({ status: 200 })
    const missed = endpoint.calls.length
    await advance(sandbox, 'P1D')
    const delivered = endpoint.calls.slice(missed)
    assert.deepEqual(typesOf(delivered).slice(0, 1), ['payment.created'])
    assert.deepEqual(typesOf(delivered).sort(), [
      'payment.captured',
      'payment.created',
      'payment.paid',
      'payment.redirected',
    ])
    for (const { event } of delivered) {
      assert.equal(`payment.${event.payment.status.toLowerCase()}`, event.type, 'told as it was at that moment')
    }
    assert.deepEqual((await stateOf('4741')).failures, 0)
    await Promise.all([endpoint.close(), elsewhere.close()])
  })

  test('gets everything that piled up, in order, once it is back', async () => {
    const { shop, endpoint } = await openFailingShop('4742')
    const ids: string[] = []
    for (let count = 0; count < 15; count++) ids.push((await shop.redirected()).paymentId)
    await advance(sandbox, 'PT20M')
    const missed = endpoint.calls.length
    endpoint.behave({ status: 200 })
    await advance(sandbox, 'PT2H')
    const delivered = endpoint.calls.slice(missed)
    assert.equal(new Set(idsOf(delivered)).size, 45, 'three webhooks of each payment')
    assert.equal(delivered.length, 45, 'one came twice')
    // Eight are under way at once, so that one may overtake those beside it, and no more.
    const asMade = delivered.map(({ event }) => event.id).sort()
    const asCame = [...delivered].sort((a, b) => a.place - b.place).map(({ event }) => event.id)
    const strayed = asCame.map((id, place) => Math.abs(asMade.indexOf(id) - place))
    assert.ok(Math.max(...strayed) < 8, `out of order by ${strayed.join(' ')}`)
    assert.deepEqual([...new Set(delivered.map(({ event }) => event.payment.id))].sort(), ids.sort())
    await endpoint.close()
  })

  test('is given up after thirty days, with everything that is too old', async () => {
    const { shop, endpoint } = await openFailingShop('4743')
    const { paymentId } = await shop.redirected()
    await failed('4743', 1)
    const first = endpoint.calls.length
    const began = endpoint.calls[0]?.at ?? new Date(0)
    await advance(sandbox, 'P40D')
    const last = endpoint.calls.at(-1)
    assert.equal(endpoint.calls.length - first, 35)
    assert.ok(last && secondsBetween(began, last.at) < 30 * day, 'it was tried after thirty days')
    assert.ok(last && secondsBetween(began, last.at) > 29 * day)
    assert.deepEqual([...new Set(typesOf(endpoint.calls.slice(first)))], ['payment.created'])

    endpoint.behave({ status: 200 })
    const missed = endpoint.calls.length
    const fresh = await shop.redirected()
    await advance(sandbox, 'P1D')
    assert.ok(endpoint.calls.length > missed, 'nothing is delivered any more')
    for (const { event } of endpoint.calls.slice(missed)) {
      assert.notEqual(event.payment.id, paymentId, 'what was given up came after all')
      assert.equal(event.payment.id, fresh.paymentId)
    }
    await endpoint.close()
  })
})

describe('a merchant that is slow', () => {
  test('has eight calls open and no more, and holds up nobody else', async () => {
    const slow = await openFailingShop('4744', 'never answers')
    const quick = await openFailingShop('4745', { status: 200 })
    await Promise.all(Array.from({ length: 12 }, () => slow.shop.redirected()))
    const open = () => slow.endpoint.calls.filter(({ isOpen }) => isOpen()).length
    await until('eight open calls', () => open() === 8)
    const began = performance.now()
    await quick.shop.redirected()
    await until('the webhooks of the quick one', () => quick.endpoint.calls.length === 2)
    const tookMs = performance.now() - began
    assert.ok(tookMs < 5_000, `they came after ${tookMs} ms`)
    assert.equal(open(), 8)
    assert.equal(slow.endpoint.calls.length, 8)
    await Promise.all([slow.endpoint.close(), quick.endpoint.close()])
  })
})

describe('a merchant without a webhooks key', () => {
  test('is sent nothing, which its operator can read, until it has one', async () => {
    const identity = await addShop(sandbox, '4746')
    const keys: Record<string, string> = {}
    const endpoint = await openDifficultEndpoint(sandbox, keys)
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4746', endpoint.url)
    await openShop(sandbox, identity).redirected()
    await failed('4746', 1)
    const [listed] = await silkgate(sandbox, 'webhook-endpoint', 'list', '4746')
    assert.equal(listed?.failures, 1)
    assert.match(String(listed?.lastAnswer), /no webhook key.*silkgate webhook-key add/)
    assert.equal(endpoint.calls.length, 0)
    const [key] = await silkgate(sandbox, 'webhook-key', 'add', '4746')
    keys[String(key?.keyId)] = String(key?.secret)
    await advance(sandbox, 'PT1M')
    assert.deepEqual(typesOf(endpoint.calls).sort(), ['payment.created', 'payment.redirected'])
    await endpoint.close()
  })
})
