import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventPositions, publishPositions } from '../../apps/gateway/src/positions.store.ts'
import { assertAlike } from '../support/alike.ts'
import { addListener, openListeningShop } from '../support/listening-shop.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { openDifficultEndpoint } from './difficult-endpoint.ts'
import { openEvents, typesIn } from './events.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const life = ['payment.created', 'payment.redirected', 'payment.captured']

/** A merchant without any endpoint. */
const openQuiet = async (merchantId: string) => {
  const identity = await addShop(sandbox, merchantId)
  return { shop: openShop(sandbox, identity), events: openEvents(sandbox, identity) }
}

describe('the list of events', () => {
  test('has what happened although the merchant has no endpoint, at once after the clock was moved', async () => {
    const { shop, events } = await openQuiet('4781')
    const { paymentId } = await shop.redirected()
    await advance(sandbox, 'PT11M')
    const { events: listed, next, hasMore } = await events.page()
    assert.deepEqual(
      listed.map(({ sequence, event }) => [sequence, event.type, event.payment?.id, event.payment?.status]),
      [
        [1, 'payment.created', paymentId, 'CREATED'],
        [2, 'payment.redirected', paymentId, 'REDIRECTED'],
        [3, 'payment.cancelled', paymentId, 'CANCELLED'],
      ],
    )
    assert.deepEqual([next, hasMore], [String(listed.at(-1)?.position), false])
    assert.deepEqual(await events.page(`?after=${next}`), { events: [], next, hasMore: false })
  })

  test('has the very bytes that were sent', async () => {
    const shop = await openListeningShop(sandbox, '4782')
    const key = await silkgate(sandbox, 'api-key', 'add', '4782')
    const identity = { merchantId: '4782', apiKeyId: String(key[0]?.keyId), secretApiKey: String(key[0]?.secret) }
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await shop.refund(paymentId, { amountOfMoney: { amount: 100, currencyCode: 'EUR' } })
    await shop.webhooks.until(({ length }) => length === 5)
    await advance(sandbox, 'PT1S')
    const { text } = await openEvents(sandbox, identity).ask('')
    for (const { text: sent, sequence } of shop.webhooks.received) {
      assert.ok(text.includes(`"sequence":${sequence},"event":${sent}}`), `${sent}\nis not in\n${text}`)
    }
    await shop.webhooks.close()
  })

  test('can be read page by page, again and again, while more happens', async () => {
    const { shop, events } = await openQuiet('4783')
    for (let count = 0; count < 4; count++) await shop.redirected()
    await advance(sandbox, 'PT1S')
    const first = await events.page('?limit=3')
    assert.deepEqual([first.events.length, first.hasMore], [3, true])
    await shop.redirected()
    await advance(sandbox, 'PT1S')
    assert.deepEqual(await events.page('?limit=3'), first)
    const all = await events.all('0', 3)
    assert.deepEqual(all.slice(0, 3), first.events)
    assert.equal(all.length, 10)
    assert.deepEqual(
      all.map(({ position }) => position),
      [...all.keys()].map((place) => place + 1),
    )
    assert.deepEqual((await events.all(first.next)).length, 7)
  })

  test('is followed by a reader, while twenty payments are made at once, who misses nothing and sees nothing twice', async () => {
    const { shop, events } = await openQuiet('4789')
    const seen: string[] = []
    const follow = async (next: string): Promise<void> => {
      const page = await events.page(`?after=${next}&limit=7`)
      seen.push(...page.events.map(({ event }) => event.id))
      if (seen.length < 40) await follow(page.next)
    }
    const followed = follow('0')
    await Promise.all(Array.from({ length: 20 }, () => shop.redirected()))
    await followed
    assert.equal(new Set(seen).size, 40)
    assert.deepEqual(
      (await events.all()).map(({ event }) => event.id),
      seen,
    )
  })

  test('can be read for one type or one payment', async () => {
    const { shop, events } = await openQuiet('4784')
    const { paymentId, redirectUrl } = await shop.redirected()
    await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await advance(sandbox, 'PT1S')
    assert.deepEqual(typesIn((await events.page(`?paymentId=${paymentId}`)).events), life)
    assert.deepEqual(typesIn((await events.page('?type=payment.created')).events), [
      'payment.created',
      'payment.created',
    ])
    const both = await events.page(`?type=payment.redirected&paymentId=${paymentId}`)
    assert.deepEqual(
      both.events.map(({ sequence }) => sequence),
      [2],
    )
  })

  test('says what it cannot be asked', async () => {
    const { events } = await openQuiet('4785')
    for (const [query, name] of [
      ['?after=-1', 'after'],
      ['?after=x', 'after'],
      ['?limit=0', 'limit'],
      ['?limit=101', 'limit'],
      ['?type=payment.capture', 'type'],
      ['?paymentId=7', 'paymentId'],
    ] as const) {
      const { status, body } = await events.ask(query)
      const [error] = body.errors as { propertyName: string }[]
      assert.deepEqual([status, error?.propertyName], [400, name], query)
    }
  })
})

describe('the position of an event', () => {
  test('is given after its commit: one that commits late comes after what a reader has seen, and is not skipped', async () => {
    const { shop, events } = await openQuiet('4786')
    const { paymentId } = await shop.redirected()
    await until('both events', async () => (await events.all()).length === 2)
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    const late = sandbox.db.transaction('chore.set_up', async (tx) => {
      const [row] = await tx.run<{ event_id: string }>({
        text: `insert into webhook_events (merchant_id, event_id, payment_id, version, type, created_at)
               select merchant_id, gen_random_uuid(), payment_id, 1000, type, created_at from webhook_events
                where merchant_id = 4786 and payment_id = $1 and version = (select max(version) from webhook_events
                                                                             where merchant_id = 4786 and payment_id = $1)
               returning event_id`,
        values: [paymentId],
      })
      await held
      return row?.event_id
    })
    await shop.redirected()
    await until('what happened meanwhile', async () => (await events.all()).length === 4)
    const { next } = await events.page()
    commit()
    const eventId = await late
    const [came] = await until('the late one', async () => {
      const rest = await events.all(next)
      return rest.length > 0 && rest
    })
    assert.deepEqual([came?.event.id, came?.position], [eventId, 5])
  })

  test('is given once, without a gap, however many publish at once', async () => {
    const { shop, events } = await openQuiet('4787')
    await Promise.all(Array.from({ length: 10 }, () => shop.redirected()))
    await until('every event', async () => (await events.all()).length === 20)
    const { db } = sandbox
    await db.transaction('chore.set_up', async (tx) => {
      await tx.run({ text: 'update webhook_events set position = null where merchant_id = 4787', values: [] })
      await tx.run({ text: 'update event_positions set last = 0 where merchant_id = 4787', values: [] })
    })
    const counts = await Promise.all(Array.from({ length: 4 }, () => publishPositions(db, eventPositions, '4787')))
    assert.ok(counts.filter((count) => count > 0).length <= 1, `${counts}`)
    const all = await events.all()
    assert.deepEqual(
      all.map(({ position }) => position),
      [...all.keys()].map((place) => place + 1),
    )
    for (const { event, sequence, position } of all) {
      const before = all.filter((other) => other.event.payment?.id === event.payment?.id && other.position <= position)
      assert.equal(sequence, before.length, 'a payment’s events are out of order')
    }
  })
})

describe('an event', () => {
  test('is shown with every attempt to deliver it: what was answered, how long it took, and why there was none', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4788')
    const ear = await openDifficultEndpoint(sandbox, webhookKeys, { status: 503, body: `${'ü'.repeat(1500)}` })
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4788', ear.url, '--events', 'payment.created')
    const events = openEvents(sandbox, identity)
    await openShop(sandbox, identity).redirected()
    await until('a failure', () => ear.calls.length === 1)
    await advance(sandbox, 'PT1S')
    await ear.disappear()
    await advance(sandbox, 'PT10S')
    await ear.comeBack()
    ear.behave({ status: 204 })
    await advance(sandbox, 'PT1M')
    const eventId = ear.calls[0]?.event.id ?? ''
    const { deliveries = [], event } = await events.one(eventId)
    assert.deepEqual([event.id, deliveries.length, deliveries[0]?.url], [eventId, 1, ear.url])
    assert.equal(deliveries[0]?.state, 'delivered')
    const attempts = deliveries[0]?.attempts ?? []
    assert.deepEqual(
      attempts.map(({ attempt, status }) => [attempt, status]),
      [
        [1, 503],
        [2, null],
        [3, 204],
      ],
    )
    assert.equal(Buffer.byteLength(attempts[0]?.answer?.replace('\ufffd', '') ?? ''), 2048)
    assert.match(attempts[1]?.error ?? '', /ECONNREFUSED/)
    for (const { durationMs, keyId } of attempts) {
      assert.ok(Number.isInteger(durationMs) && durationMs >= 0)
      assert.deepEqual([keyId], Object.keys(webhookKeys))
    }
    const [first = 0, second = 0, third = 0] = attempts.map(({ at }) => new Date(at).getTime())
    assert.ok(second - first >= 10_000, 'the clock runs while the first is answered')
    assert.equal(third - second, 60_000)
    await ear.close()
  })

  test('of another merchant is as unknown as one that never was', async () => {
    await openShop(sandbox, secondShop).create(anOrder(1500, 'HKD'))
    const [foreign] = await until('a foreign event', async () => {
      const all = await openEvents(sandbox, secondShop).all()
      return all.length > 0 && all
    })
    const events = openEvents(sandbox, demoShop)
    const [foreignId, unknownId] = [foreign?.event.id ?? '', '019aa000-0000-7000-8000-000000000000']
    const window = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
    for (const body of [undefined, {}, { endpointId: unknownId }]) {
      const path = body === undefined ? '' : '/replay'
      const answers = await Promise.all([foreignId, unknownId].map((id) => events.ask(`/${id}${path}`, body)))
      assert.deepEqual([answers[0]?.status, answers[1]?.status], [404, 404], answers[0]?.text)
      const [a, b] = answers
      if (a !== undefined && b !== undefined) assertAlike(a, b)
    }
    const stranger = openEvents(sandbox, { ...demoShop, merchantId: '5678' })
    for (const [path, body] of [[''], [`/${foreignId}`], [`/${foreignId}/replay`, {}], ['/replay', window]] as const) {
      const { status, body: answer } = await stranger.ask(path, body)
      const [error] = answer.errors as { code: string }[]
      assert.deepEqual([status, error?.code], [403, '9007'], path)
    }
    const unsigned = await fetch(`${sandbox.gatewayUrl}/reporting/v1/1234/events`)
    assert.equal(unsigned.status, 403)
  })
})
