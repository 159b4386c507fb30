import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { exampleOf } from '../../scripts/reference/errors.ts'
import { anOrder, demoShop, type Identity, secondShop } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { sendPlain, sendSigned } from '../support/signed-request.ts'
import { advance, decideRegistrations, orders, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', { ...noon, REQUIRE_REGISTRATION: 'true' })
})
after(() => sandbox?.close())

type Status = {
  readonly state: string
  readonly history: readonly { registrationRequestId: string; outcome?: string; detail?: string; acceptedAt?: string }[]
}

const statusOf = async (merchantId: string): Promise<Status> => {
  const [status] = await silkgate(sandbox, 'merchant', 'registration', merchantId)
  return status as Status
}

const register = (merchantId: string) =>
  silkgate(sandbox, 'merchant', 'register', merchantId, '--website', 'https://shop.example/')

const becomes = (merchantId: string, state: string) =>
  until(`merchant ${merchantId} is ${state}`, async () => (await statusOf(merchantId)).state === state, 30_000)

const atAlipayPlus = async (merchantId: string): Promise<readonly { registrationRequestId: string }[]> => {
  const { registrations } = (await (await fetch(`${sandbox.simulatorUrl}/control/registrations`)).json()) as {
    registrations: { registrationRequestId: string; referenceMerchantId: string }[]
  }
  return registrations.filter(({ referenceMerchantId }) => referenceMerchantId === merchantId)
}

const post = (shop: Identity, path: string, body: unknown, headers: Record<string, string> = {}) =>
  sendSigned(sandbox.gatewayUrl, shop, {
    method: 'POST',
    path: `/v1/${shop.merchantId}/${path}`,
    body: JSON.stringify(body),
    headers,
  })

const pay = (shop: Identity, headers: Record<string, string> = {}) => post(shop, 'payments', anOrder(), headers)

const messageOf = async (shop: Identity): Promise<string> => {
  const { status, body } = await pay(shop)
  assert.equal(status, 403)
  return String((body.errors as { message: string }[])[0]?.message)
}

describe('a merchant that is not registered', () => {
  test('takes no payment and opens no checkout, and hears why', async () => {
    const example = exampleOf('MERCHANT_NOT_LIVE')
    const { errors } = JSON.parse(example.body)
    const payment = await pay(demoShop, { 'X-GCS-Idempotence-Key': 'once' })
    assert.deepEqual([payment.status, payment.body.errors], [example.status, errors])
    const wishes = { hostedCheckoutSpecificInput: { returnUrl: 'https://shop.example/' } }
    const checkout = await post(demoShop, 'hostedcheckouts', { order: anOrder().order, ...wishes })
    assert.deepEqual([checkout.status, checkout.body.errors], [example.status, errors])
    assert.deepEqual(await orders(sandbox), [])
    assert.deepEqual(await statusOf('1234'), { merchantId: '1234', state: 'unregistered', history: [] })
  })

  test('takes payments once Alipay+ has said yes, with the key that was refused before too', async () => {
    const [submitted] = await register('1234')
    assert.equal(submitted?.state, 'submitted')
    await becomes('1234', 'registered')
    assert.equal((await pay(demoShop, { 'X-GCS-Idempotence-Key': 'once' })).status, 201)
    const kept = (await atAlipayPlus('1234')).map(({ registrationRequestId }) => registrationRequestId)
    assert.deepEqual(kept, [submitted?.registrationRequestId])
  })
})

describe('a registration', () => {
  test('is waited for as long as Alipay+ takes, may be refused, and be asked for again', async () => {
    await decideRegistrations(sandbox, {
      outcome: 'refuse',
      afterSeconds: 3 * 86_400,
      reason: 'the website cannot be opened',
    })
    await register('5678')
    await until('Alipay+ has it', async () => (await statusOf('5678')).history[0]?.acceptedAt)
    await assert.rejects(register('5678'), /has not decided on the last request yet/)
    await advance(sandbox, 'P2D')
    assert.equal((await statusOf('5678')).state, 'submitted')
    assert.match(await messageOf(secondShop), /has not decided yet/)
    await advance(sandbox, 'P1D')
    const { state, history } = await statusOf('5678')
    assert.equal(state, 'refused')
    assert.match(history[0]?.detail ?? '', /the website cannot be opened/)
    assert.match(await messageOf(secondShop), /has refused/)
    await decideRegistrations(sandbox, { outcome: 'accept' })
    await register('5678')
    await becomes('5678', 'registered')
    assert.equal((await statusOf('5678')).history.length, 2)
    assert.equal((await pay(secondShop)).status, 201)
  })

  test('is sent anew when a merchant that Alipay+ knows has another name; a later no changes nothing', async () => {
    await decideRegistrations(sandbox, { outcome: 'refuse', reason: 'the name is taken' })
    const [set] = await silkgate(sandbox, 'merchant', 'set', '1234', '--name', 'Demo Shop N.V.', '--city', 'Haarlem')
    const requestOf = async () => {
      const all = await sandbox.db.read<{ id: string; request: { merchantInfo: Record<string, unknown> } }>({
        text: `select registration_request_id as id, request from merchant_registrations where merchant_id = 1234
                order by requested_at`,
        values: [],
      })
      return all.at(-1)
    }
    const sent = await requestOf()
    const { merchantAddress, registrationDetail } = (sent?.request.merchantInfo ?? {}) as Record<
      string,
      Record<string, string>
    >
    assert.deepEqual(
      [sent?.id, merchantAddress?.city, registrationDetail?.legalName],
      [set?.registrationRequestId, 'Haarlem', 'Demo Shop N.V.'],
    )
    await until('it is decided', async () => {
      await advance(sandbox, 'PT2M')
      return (await statusOf('1234')).history[0]?.outcome
    })
    assert.equal((await statusOf('1234')).state, 'registered')
    const [limited] = await silkgate(sandbox, 'merchant', 'set', '1234', '--expires-after', 'PT9M')
    assert.equal(limited?.registrationRequestId, undefined)
    await decideRegistrations(sandbox, { outcome: 'accept' })
  })

  test('is one, however often its answer is lost', async () => {
    const shop = await addShop(sandbox, '77')
    await setFaults(
      sandbox,
      { name: 'answer_lost', api: 'registration', times: 2 },
      { name: 'unknown_exception', api: 'registration', times: 1 },
      { name: 'http_500', api: 'inquiryRegistrationStatus', times: 2 },
    )
    await register('77')
    await until('it was sent', async () => (await statusOf('77')).history[0]?.detail)
    await advance(sandbox, 'PT1H')
    await becomes('77', 'registered')
    assert.equal((await atAlipayPlus('77')).length, 1)
    assert.equal((await pay(shop)).status, 201)
  })

  test('is not decided by a stranger', async () => {
    await addShop(sandbox, '78')
    await decideRegistrations(sandbox, { outcome: 'accept', afterSeconds: 86_400 })
    const [submitted] = await register('78')
    const body = JSON.stringify({
      registrationRequestId: submitted?.registrationRequestId,
      registrationResult: { registrationStatus: 'COMPLETED' },
    })
    const path = '/alipayplus/notifyRegistrationStatus'
    const { status } = await sendPlain(sandbox.gatewayUrl, { method: 'POST', path, body })
    assert.equal(status, 403)
    assert.equal((await statusOf('78')).state, 'submitted')
  })

  test('of a merchant that does not exist is refused', async () => {
    await assert.rejects(register('4040'), /There is no merchant 4040/)
    await assert.rejects(silkgate(sandbox, 'merchant', 'registration', '4040'), /There is no merchant 4040/)
  })
})
