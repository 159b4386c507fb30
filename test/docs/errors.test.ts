import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { merchantErrorCodes as codes, type MerchantErrorCode } from '@silkgate/domain'
import { errorWords } from '../../scripts/reference/error-words.ts'
import { errorFile, exampleOf, whereOf } from '../../scripts/reference/errors.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { addSecondKey, addShop, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { type RawAnswer, type RawRequest, sendPlain, sendSigned } from '../support/signed-request.ts'
import { payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { sendOverWire } from '../support/wire.ts'

const folder = resolve(import.meta.dirname, '../../docs/reference/errors')

describe('the pages of errors', () => {
  test('are one for each error, and no page outlives its error', () => {
    assert.deepEqual(globSync('*', { cwd: folder }).sort(), codes.map(errorFile).sort())
    assert.deepEqual(Object.keys(errorWords).sort(), [...codes].sort())
  })

  test('are linked from the list of all', () => {
    const list = readFileSync(resolve(folder, '../errors.md'), 'utf8')
    const linked = [...list.matchAll(/\]\(errors\/([^)]+)\)/g)].map(([, file]) => file)
    assert.deepEqual(
      linked.sort(),
      globSync('*', { cwd: folder })
        .map((path) => basename(path))
        .sort(),
    )
  })

  test('say who answers it: every error is refused with by an operation or at an edge', () => {
    assert.deepEqual(
      codes.filter((error) => whereOf(error).length === 0),
      [],
    )
  })

  test('differ in more than their numbers', () => {
    assert.equal(new Set(codes.map((error) => errorWords[error].happened)).size, codes.length)
  })
})

/** What is broken on purpose by tests of its own. */
const provokedElsewhere: readonly MerchantErrorCode[] = [
  'UNKNOWN_SERVER_ERROR',
  'TEMPORARILY_UNAVAILABLE',
  'TOO_MANY_REQUESTS',
  'MERCHANT_NOT_LIVE',
]

describe('the example on the page of an error is what the gateway answers', () => {
  let sandbox: TestSandbox
  let captured: string
  let open: string
  let waiting: Promise<unknown>
  before(async () => {
    sandbox = await aSandbox()
    const shop = openShop(sandbox, demoShop)
    const paid = await shop.redirected(anOrder(1500, 'EUR'))
    captured = paid.paymentId
    open = (await shop.redirected()).paymentId
    await payInWallet(sandbox, paid.redirectUrl)
    await shop.whenStatus(captured, 'CAPTURED')
    await shop.refund(captured, { amountOfMoney: { amount: 400, currencyCode: 'EUR' } })
  })
  after(async () => {
    await waiting
    await sandbox?.close()
  })

  const as = (raw: RawRequest, identity = demoShop) => sendSigned(sandbox.gatewayUrl, identity, raw)
  const get = (path: string) => as({ path: `/v1/1234/${path}` })
  const post = (path: string, body: unknown = {}, headers = {}) =>
    as({ method: 'POST', path: `/v1/1234/${path}`, body: JSON.stringify(body), headers })
  const refused = async (api: 'pay' | 'refund', ask: () => Promise<RawAnswer>) => {
    await setFaults(sandbox, { name: 'refused', api, times: 1 })
    return ask()
  }
  const keyed = (key: string, amount: number) => post('payments', anOrder(amount), { 'X-GCS-Idempotence-Key': key })

  const provoke: Partial<Record<MerchantErrorCode, () => Promise<RawAnswer>>> = {
    MISSING_OR_INVALID_AUTHORIZATION: () => sendPlain(sandbox.gatewayUrl, { path: '/v1/1234/payments' }),
    ACCESS_TO_MERCHANT_NOT_ALLOWED: () => as({ path: '/v1/1234/payments' }, secondShop),
    INVALID_PAYMENT_ID: () => get('payments/1'),
    UNKNOWN_PRODUCT_ID: () =>
      post('payments', {
        ...anOrder(),
        redirectPaymentMethodSpecificInput: {
          paymentProductId: 1,
          redirectionData: { returnUrl: 'https://x.example/' },
        },
      }),
    PARAMETER_NOT_FOUND_IN_REQUEST: () =>
      post('payments', { ...anOrder(), order: { amountOfMoney: { currencyCode: 'EUR' } } }),
    INVALID_VALUE: () => post('payments', anOrder(150_050, 'JPY')),
    INVALID_JSON: () => as({ method: 'POST', path: '/v1/1234/payments', body: '{' }),
    NOT_AUTHORISED: () => refused('pay', () => post('payments', anOrder())),
    AMOUNT_EXCEEDS_LIMIT: async () => {
      const who = ['--name', 'Tea House', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
      const terms = ['--fee-basis-points', '140', '--limit', 'EUR=1000']
      await silkgate(sandbox, 'merchant', 'add', '4711', ...who, ...terms)
      const limited = await addSecondKey(sandbox, '4711')
      return as({ method: 'POST', path: '/v1/4711/payments', body: JSON.stringify(anOrder(1500)) }, limited)
    },
    PAYMENTS_EXCEED_LIMIT: async () => {
      const who = ['--name', 'Tea House', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
      await silkgate(sandbox, 'merchant', 'add', '4712', ...who, '--day-limit', 'EUR=1000')
      const limited = await addSecondKey(sandbox, '4712')
      return as({ method: 'POST', path: '/v1/4712/payments', body: JSON.stringify(anOrder(1500)) }, limited)
    },
    MERCHANT_TAKES_NO_PAYMENTS: async () => {
      const suspended = await addShop(sandbox, '4713')
      const why = ['--reason', 'asked by the police', '--as', 'anna@psp.example']
      await silkgate(sandbox, 'merchant', 'suspend', '4713', ...why)
      return as({ method: 'POST', path: '/v1/4713/payments', body: JSON.stringify(anOrder(1500)) }, suspended)
    },
    INVALID_HOSTED_CHECKOUT_ID: () => get('hostedcheckouts/1'),
    INVALID_EVENT_ID: () => as({ path: '/reporting/v1/1234/events/1' }),
    INVALID_REPORT_NAME: () => as({ path: '/reporting/v1/1234/reports/none' }),
    INVALID_REMITTANCE_ID: () => as({ path: '/reporting/v1/1234/remittances/R1' }),
    INVALID_REFUND_ID: () => get('refunds/1'),
    PAYMENT_NOT_REFUNDABLE: () => post(`payments/${open}/refund`),
    REFUND_EXCEEDS_PAYMENT: () =>
      post(`payments/${captured}/refund`, { amountOfMoney: { amount: 1101, currencyCode: 'EUR' } }),
    REFUND_NOT_AUTHORISED: () => refused('refund', () => post(`payments/${captured}/refund`)),
    ACTION_NOT_ALLOWED: () => post(`payments/${captured}/cancel`),
    INVALID_DISPUTE_ID: () => get('disputes/1'),
    FILE_TOO_LARGE: () => as({ method: 'POST', path: '/files/v1/1234/disputes/1', body: 'x'.repeat(1024 * 1024 + 1) }),
    INVALID_FILE_ID: () => as({ path: '/files/v1/1234/files/1' }),
    RATE_NOT_KNOWN: () => get('services/convert/amount?source=EUR&target=HKD&amount=100'),
    OPERATION_NOT_SUPPORTED: () => post('tokens'),
    ACCESS_TO_CONSUMER_ID_NOT_ALLOWED: async () => {
      const { body } = await post('sessions')
      const headers = { Authorization: `GCS v1Client:${body.clientSessionId}` }
      return sendPlain(sandbox.gatewayUrl, { path: '/client/v1/1/products', headers })
    },
    PRODUCT_NOT_FOUND: () => get('products/1?countryCode=NL&currencyCode=EUR'),
    PRODUCT_GROUP_NOT_FOUND: () => get('productgroups/cards?countryCode=NL&currencyCode=EUR'),
    PRODUCT_LACKS_OPERATION: () => post('products/866/sessions'),
    UNREADABLE_REQUEST: async () => {
      const wire = { target: '/v1/1234/payments', headers: ['X-A: b\r\n c'] }
      return { headers: {}, cameOnOldConnection: false, ...(await sendOverWire(sandbox.gatewayUrl, demoShop, wire)) }
    },
    UNKNOWN_PATH: () => get('nothing'),
    METHOD_NOT_ALLOWED: () => as({ method: 'PATCH', path: '/v1/1234/payments' }),
    DUPLICATE_REQUEST_IN_PROGRESS: async () => {
      await setFaults(sandbox, { name: 'answer_slow', api: 'pay', times: 1 })
      waiting = keyed('slow', 1500)
      return until('the first request is under way', async () => {
        const answer = await Promise.race([keyed('slow', 1500), waiting as Promise<RawAnswer>])
        return answer.status === 409 && answer
      })
    },
    IDEMPOTENCE_KEY_REUSED: async () => {
      await keyed('twice', 1500)
      return keyed('twice', 1600)
    },
    BODY_TOO_LARGE: () => as({ method: 'POST', path: '/v1/1234/payments', body: 'x'.repeat(1024 * 1024 + 1) }),
  }

  for (const error of codes.filter((code) => !provokedElsewhere.includes(code))) {
    test(error, async () => {
      const answer = await (provoke[error] ?? assert.fail(`${error} is not provoked: add a request that gets it`))()
      const example = exampleOf(error)
      const { errors: answered } = answer.body
      assert.deepEqual([answer.status, answered], [example.status, JSON.parse(example.body).errors])
      assert.deepEqual(Object.keys(answer.body), Object.keys(JSON.parse(example.body)))
    })
  }
})
