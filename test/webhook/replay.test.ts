import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addListener } from '../support/listening-shop.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { type Behaviour, openDifficultEndpoint, typesOf } from './difficult-endpoint.ts'
import { openEvents } from './events.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

/** A merchant with one endpoint. */
const openMerchant = async (merchantId: string, behaviour?: Behaviour) => {
  const { identity, webhookKeys } = await addListener(sandbox, merchantId)
  const open = () => openDifficultEndpoint(sandbox, webhookKeys, behaviour)
  const ear = await open()
  const [added] = await silkgate(sandbox, 'webhook-endpoint', 'add', merchantId, ear.url)
  const endpointId = String(added?.endpointId)
  return { shop: openShop(sandbox, identity), events: openEvents(sandbox, identity), ear, endpointId, open }
}

describe('an event that is replayed', () => {
  test('comes again as it was, to every endpoint that wants it, and to no other', async () => {
    const { shop, events, ear, open } = await openMerchant('4791')
    const [late, deaf] = [await open(), await open()]
    await shop.redirected()
    await until('both webhooks', () => ear.calls.length === 2)
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4791', late.url)
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4791', deaf.url, '--events', 'payment.captured')
    const first = ear.calls.find(({ event }) => event.type === 'payment.created')?.event
    assert.ok(first)
    const found = await events.replay(`/${first.id}/replay`, {})
    assert.deepEqual(found, { events: 1, deliveries: 2, waiting: 0, replayed: 2 })
    await until('it once more', () => ear.calls.length === 3 && late.calls.length === 1)
    await advance(sandbox, 'PT1M')
    assert.deepEqual([ear.calls.length, late.calls.length, deaf.requests()], [3, 1, 0])
    for (const call of [ear.calls[2], late.calls[0]]) assert.deepEqual(call?.event, first)
    const { deliveries = [] } = await events.one(first.id)
    assert.deepEqual(deliveries.map(({ attempts }) => attempts.length).sort(), [1, 2])
    await Promise.all([ear, late, deaf].map((endpoint) => endpoint.close()))
  })

  test('while a delivery of it is under way comes once more when that is over', async () => {
    const { shop, events, ear, endpointId } = await openMerchant('4792', 'waits')
    await shop.redirected()
    await until('both calls open', () => ear.calls.filter(({ isOpen }) => isOpen()).length === 2)
    const id = ear.calls[0]?.event.id ?? ''
    const asked = () => events.replay(`/${id}/replay`, { endpointId })
    assert.deepEqual(await asked(), { events: 1, deliveries: 1, waiting: 1, replayed: 1 })
    assert.deepEqual(await asked(), { events: 1, deliveries: 1, waiting: 1, replayed: 1 })
    ear.behave({ status: 200 })
    await until('it once more', () => ear.calls.length === 3)
    await advance(sandbox, 'PT1M')
    assert.deepEqual(
      ear.calls.filter(({ event }) => event.id === id).map(({ event }) => event.id),
      [id, id],
    )
    assert.equal(ear.calls.length, 3)
    await ear.close()
  })

  test('while it waits for an endpoint that fails stays where it is', async () => {
    const { shop, events, ear } = await openMerchant('4793', { status: 500 })
    await shop.redirected()
    await until('a failure', async () => {
      const [listed] = await silkgate(sandbox, 'webhook-endpoint', 'list', '4793')
      return Number(listed?.failures) > 0
    })
    await until('no call under way', async () => {
      const text = 'select from webhook_deliveries where merchant_id = 4793 and leased_until is not null'
      return (await sandbox.db.read({ text, values: [] })).length === 0
    })
    const id = ear.calls[0]?.event.id ?? ''
    const found = await events.replay(`/${id}/replay`, {})
    assert.deepEqual(found, { events: 1, deliveries: 1, waiting: 1, replayed: 0 })
    await ear.close()
  })

  test('that was given up is sent after all', async () => {
    const { shop, events, ear } = await openMerchant('4794', { status: 500 })
    await shop.redirected()
    await until('a failure', () => ear.calls.length > 0)
    await advance(sandbox, 'P40D')
    const { paymentId } = await shop.redirected()
    ear.behave({ status: 200 })
    await advance(sandbox, 'P1D')
    const came = ear.calls.length
    const [given] = await events.all()
    assert.notEqual(given?.event.payment?.id, paymentId)
    assert.equal((await events.replay(`/${given?.event.id}/replay`, {})).replayed, 1)
    await until('it', () => ear.calls.length === came + 1)
    assert.equal(ear.calls.at(-1)?.event.id, given?.event.id)
    await ear.close()
  })
})

describe('the events of a time', () => {
  test('are replayed by the merchant after an outage that its endpoint did not notice', async () => {
    const { shop, events, ear, endpointId } = await openMerchant('4795')
    await shop.redirected()
    await advance(sandbox, 'PT1H')
    const from = await clockOf(sandbox)
    await shop.redirected()
    await shop.redirected()
    await advance(sandbox, 'PT1S')
    const to = await clockOf(sandbox)
    await shop.redirected()
    await advance(sandbox, 'PT1S')
    const before = ear.calls.length
    const found = await events.replay('/replay', { from, to, endpointId })
    assert.deepEqual(found, { events: 4, deliveries: 4, waiting: 0, replayed: 4 })
    await until('the four', () => ear.calls.length === before + 4)
    assert.deepEqual(typesOf(ear.calls.slice(before)).sort(), [
      'payment.created',
      'payment.created',
      'payment.redirected',
      'payment.redirected',
    ])
    await ear.close()
  })

  test('must have a beginning before its end, and a merchant names only endpoints of its own', async () => {
    const { shop, events, ear } = await openMerchant('4796')
    const other = await openMerchant('4797')
    await shop.redirected()
    const to = '2026-12-01T00:00:00Z'
    for (const [body, name] of [
      [{ to }, 'from'],
      [{ from: to, to }, 'to'],
      [{ from: 'yesterday', to }, 'from'],
      [{ from: '2026-11-01T00:00:00Z', to, endpointId: 'mine' }, 'endpointId'],
    ] as const) {
      const answer = await events.ask('/replay', body)
      const [error] = answer.body.errors as { propertyName: string }[]
      assert.deepEqual([answer.status, error?.propertyName], [400, name], JSON.stringify(body))
    }
    const window = { from: '2026-11-01T00:00:00Z', to: '2027-12-01T00:00:00Z' }
    const foreign = await events.replay('/replay', { ...window, endpointId: other.endpointId })
    assert.deepEqual(foreign, { events: 0, deliveries: 0, waiting: 0, replayed: 0 })
    assert.equal(other.ear.requests(), 0)
    await Promise.all([ear.close(), other.ear.close()])
  })
})

describe('the command line', () => {
  test('lists events, shows one, counts before it replays, and replays', async () => {
    const { shop, ear, endpointId } = await openMerchant('4798')
    const event = (...command: string[]) => silkgate(sandbox, 'webhook-event', ...command)
    const from = (await clockOf(sandbox)).toISOString()
    const { paymentId } = await shop.redirected()
    await until('both webhooks', () => ear.calls.length === 2)
    await advance(sandbox, 'PT1S')
    const to = (await clockOf(sandbox)).toISOString()
    const listed = await event('list', '4798', '--payment', paymentId)
    assert.deepEqual(
      listed.map(({ position, sequence }) => [position, sequence]),
      [
        [1, 1],
        [2, 2],
      ],
    )
    const [{ id }] = listed.map(({ event }) => event) as [{ id: string }]
    const [shown] = await event('show', '4798', id)
    const [delivery] = (shown?.deliveries ?? []) as { state: string; attempts: { status: number }[] }[]
    assert.deepEqual([delivery?.state, delivery?.attempts[0]?.status], ['delivered', 200])

    const counted = await event('replay', '4798', '--from', from, '--to', to, '--count')
    assert.deepEqual(counted, [
      { merchantId: '4798', from, to, endpointId: 'all', events: 2, deliveries: 2, waiting: 0 },
    ])
    assert.equal(ear.calls.length, 2)
    const [before, after] = await event('replay', '4798', '--from', from, '--to', to, '--endpoint', endpointId)
    assert.equal(before?.events, 2)
    assert.equal(after?.replayed, 2)
    await until('both again', () => ear.calls.length === 4)
    await event('replay', '4798', id)
    await until('one more', () => ear.calls.length === 5)
    assert.equal(ear.calls.at(-1)?.event.id, id)
    await ear.close()
  })
})
