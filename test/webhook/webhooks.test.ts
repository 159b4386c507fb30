import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ListeningShop } from '../support/listening-shop.ts'
import {
  addListener,
  aSale,
  askForRedirect,
  eventsOf,
  openListeningShop,
  type Sale,
} from '../support/listening-shop.ts'
import { anOrder, type ReceivedWebhook } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { openDifficultEndpoint, typesOf } from './difficult-endpoint.ts'

let sandbox: TestSandbox
let shop: ListeningShop

before(async () => {
  sandbox = await aSandbox()
  shop = await openListeningShop(sandbox, '4731')
})
after(async () => {
  await shop?.webhooks.close()
  await sandbox?.close()
})

describe('a webhook', () => {
  /** Waits for a sale's last event, and tells all of them: type, status and number of each. */
  const told = async (sale: Sale, last: string): Promise<(readonly [string, string, number])[]> => {
    await until(`${last} of the sale of ${sale.amount}`, () => eventsOf(shop, sale).some(({ type }) => type === last))
    return eventsOf(shop, sale).map(({ type, payment }) => [type, payment.status, payment.statusOutput.statusCode])
  }

  test('tells a merchant of each change, once, verified by the SDK: a payment that is captured', async () => {
    const sale = aSale()
    await payInWallet(sandbox, await askForRedirect(shop, sale))
    assert.deepEqual(await told(sale, 'payment.captured'), [
      ['payment.created', 'CREATED', 0],
      ['payment.redirected', 'REDIRECTED', 50],
      ['payment.captured', 'CAPTURED', 800],
    ])
    assert.deepEqual(shop.webhooks.refused, [])
  })

  test('tells of one that the wallet refuses', async () => {
    for (const outcome of ['decline', 'insufficient_balance'] as const) {
      const sale = aSale()
      await payInWallet(sandbox, await askForRedirect(shop, sale), outcome)
      assert.deepEqual(await told(sale, 'payment.rejected'), [
        ['payment.created', 'CREATED', 0],
        ['payment.redirected', 'REDIRECTED', 50],
        ['payment.rejected', 'REJECTED', 120],
      ])
    }
  })

  test('tells of one whose consumer never comes', async () => {
    const sale = aSale()
    await askForRedirect(shop, sale)
    await advance(sandbox, 'PT11M')
    assert.deepEqual(await told(sale, 'payment.cancelled'), [
      ['payment.created', 'CREATED', 0],
      ['payment.redirected', 'REDIRECTED', 50],
      ['payment.cancelled', 'CANCELLED', 99999],
    ])
  })

  test('carries the payment as the API gave it at that moment', async () => {
    const sale = aSale()
    const created = await shop.create(anOrder(sale.amount), sale.key)
    const { payment: redirected } = created.body as { payment: unknown }
    await payInWallet(sandbox, created.redirectUrl ?? '')
    await told(sale, 'payment.captured')
    const [first, second, third] = eventsOf(shop, sale)
    assert.deepEqual(second?.payment, redirected)
    assert.deepEqual(third?.payment, await shop.payment(created.paymentId))
    const shown = first?.payment as Readonly<Record<string, unknown>> | undefined
    const output = shown?.paymentOutput as Readonly<Record<string, unknown>> | undefined
    assert.deepEqual(Object.keys(shown ?? {}), ['id', 'paymentOutput', 'status', 'statusOutput'])
    assert.deepEqual(Object.keys(output ?? {}).includes('amountCaptured'), false)
  })

  test('has an id of its own, its merchant, and a stamp on the sandbox clock', async () => {
    await advance(sandbox, 'P2D')
    const [sale, began] = [aSale(), await clockOf(sandbox)]
    await askForRedirect(shop, sale)
    await told(sale, 'payment.redirected')
    const ended = await clockOf(sandbox)
    for (const { created, merchantId, apiVersion } of eventsOf(shop, sale)) {
      assert.match(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0[12]00$/)
      assert.ok(new Date(created) >= began && new Date(created) <= ended, `${created} is not now`)
      assert.deepEqual([merchantId, apiVersion], ['4731', 'v1'])
    }
    const ids = shop.webhooks.received.map(({ body }) => body.id)
    assert.equal(new Set(ids).size, ids.length, 'an id came twice')
  })

  test('says in a header which of its payment’s events it is, those of its refunds among them', async () => {
    const sale = aSale()
    const { paymentId, redirectUrl } = await shop.create(anOrder(sale.amount), sale.key)
    await payInWallet(sandbox, redirectUrl ?? '')
    await told(sale, 'payment.captured')
    await shop.refund(paymentId)
    const isAbout = ({ body }: ReceivedWebhook) => [body.payment?.id, body.refund?.id.slice(0, 20)]
    const came = () =>
      shop.webhooks.received.filter((webhook) => isAbout(webhook).some((id) => id?.startsWith(paymentId.slice(0, 20))))
    await until('six webhooks', () => came().length === 6)
    const inOrder = came().sort((a, b) => a.sequence - b.sequence)
    assert.deepEqual(
      inOrder.map(({ sequence, body }) => [sequence, body.type]),
      [
        [1, 'payment.created'],
        [2, 'payment.redirected'],
        [3, 'payment.captured'],
        [4, 'refund.refund_requested'],
        [5, 'payment.refunded'],
        [6, 'refund.refunded'],
      ],
    )
  })

  test('of a payment over the limit says first that it was created, then that it was rejected by us', async () => {
    const terms = ['--name', 'Small Shop', '--mcc', '5947', '--country', 'NL', '--settlement-currency', 'EUR']
    await silkgate(sandbox, 'merchant', 'add', '4732', ...terms, '--limit', 'EUR=100')
    const [apiKey] = await silkgate(sandbox, 'api-key', 'add', '4732')
    const [key] = await silkgate(sandbox, 'webhook-key', 'add', '4732')
    const small = await openDifficultEndpoint(sandbox, { [String(key?.keyId)]: String(key?.secret) })
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4732', small.url)
    const identity = {
      merchantId: '4732',
      apiKeyId: String(apiKey?.keyId),
      secretApiKey: String(apiKey?.secret),
    }
    assert.equal((await openShop(sandbox, identity).create(anOrder(101))).status, 402)
    await until('both webhooks', () => small.calls.length === 2)
    const told = small.calls.map(({ event }) => [
      event.type,
      event.payment.status,
      event.payment.statusOutput.statusCode,
    ])
    assert.deepEqual(told.sort(), [
      ['payment.created', 'CREATED', 0],
      ['payment.rejected', 'REJECTED', 100],
    ])
    await small.close()
  })
})

describe('a merchant with several endpoints', () => {
  test('hears at each of them what it wants to hear there', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4733')
    const [all, some] = await Promise.all([
      openDifficultEndpoint(sandbox, webhookKeys),
      openDifficultEndpoint(sandbox, webhookKeys),
    ])
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4733', all.url)
    const events = ['--events', 'payment.captured, payment.rejected']
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4733', some.url, ...events)
    const shop = openShop(sandbox, identity)
    for (const outcome of ['success', 'decline'] as const) {
      const { redirectUrl } = await shop.redirected()
      await payInWallet(sandbox, redirectUrl, outcome)
    }
    await until('six and two webhooks', () => all.calls.length === 6 && some.calls.length === 2)
    await advance(sandbox, 'PT1H')
    assert.deepEqual(typesOf(some.calls).sort(), ['payment.captured', 'payment.rejected'])
    assert.equal(all.calls.length, 6)
    await Promise.all([all.close(), some.close()])
  })

  test('hears at one of them although the other fails', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4734')
    const good = await openDifficultEndpoint(sandbox, webhookKeys)
    const bad = await openDifficultEndpoint(sandbox, webhookKeys, { status: 500 })
    for (const { url } of [bad, good]) await silkgate(sandbox, 'webhook-endpoint', 'add', '4734', url)
    const shop = openShop(sandbox, identity)
    const { redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await until('every webhook at the good one', () => good.calls.length === 3)
    bad.behave({ status: 200 })
    await advance(sandbox, 'PT1H')
    assert.equal(good.calls.length, 3, 'the good endpoint was called again')
    assert.equal(new Set(bad.calls.map(({ event }) => event.id)).size, 3)
    await Promise.all([good.close(), bad.close()])
  })

  test('and none of them hears of another merchant', async () => {
    const [mine, theirs] = [await addListener(sandbox, '4735'), await addListener(sandbox, '4736')]
    const ear = await openDifficultEndpoint(sandbox, { ...mine.webhookKeys, ...theirs.webhookKeys })
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4735', ear.url)
    await openShop(sandbox, theirs.identity).redirected()
    const { paymentId } = await openShop(sandbox, mine.identity).redirected()
    await until('the webhooks of one merchant', () => ear.calls.length === 2)
    await advance(sandbox, 'PT1M')
    assert.deepEqual([...new Set(ear.calls.map(({ event }) => event.payment.id))], [paymentId])
    await ear.close()
  })
})
