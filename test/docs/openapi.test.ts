import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ConnectOperation, Schema } from '../../scripts/reference/api/connect.ts'
import { sampleIds } from '../../scripts/reference/api/examples.ts'
import { type Documented, documented, neededOfBody, successOf, wordsOf } from '../../scripts/reference/api/openapi.ts'
import { fieldWords, operationWords } from '../../scripts/reference/api/operation-words.ts'
import { ownOperations } from '../../scripts/reference/api/own-operations.ts'
import { merchantApis } from '../../scripts/reference/api/routes.ts'
import { sdkArguments, sdkName } from '../../scripts/reference/api/sdk-code.ts'
import { openCheckout } from '../support/checkout.ts'
import { dispute, whenDispute } from '../support/disputes.ts'
import { aPdf, upload } from '../support/documents.ts'
import { makeReport } from '../support/made-report.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { storeRemittance } from '../support/remittances.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

type Answer = { readonly content?: { 'application/json': { schema: Schema; example?: unknown } } }
type Operation = Schema & {
  readonly operationId: string
  readonly responses: Record<string, Answer & { $ref?: string }>
}
type Document = {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: Record<string, Record<string, Schema & Answer>>
}

const file = resolve(import.meta.dirname, '../../docs/reference/api/openapi.json')
const document = JSON.parse(readFileSync(file, 'utf8')) as Document
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
const refsIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, ref = '']) => ref)

describe('the OpenAPI document', () => {
  test('is valid', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    assert.ok(valid, JSON.stringify(errors))
  })

  test('is one that the validator would refuse with a mistake in it', async () => {
    const broken = { ...document, info: {} }
    assert.equal((await new Validator().validate(broken)).valid, false)
  })

  test('has every route, and no operation without one', () => {
    const named = operations.map(({ operationId }) => operationId)
    assert.deepEqual(
      named.sort(),
      merchantApis
        .flat()
        .map(({ operation }) => operation)
        .sort(),
    )
  })

  test('has exactly the components that its operations need', () => {
    const needed = new Set<string>()
    const look = (value: unknown): void => {
      for (const ref of refsIn(value).filter((one) => !needed.has(one))) {
        needed.add(ref)
        const [kind = '', name = ''] = ref.split('/')
        look(document.components[kind]?.[name] ?? assert.fail(`${ref} leads nowhere`))
      }
    }
    look(document.paths)
    const { securitySchemes: _, ...components } = document.components
    const there = Object.entries(components).flatMap(([kind, all]) => Object.keys(all).map((name) => `${kind}/${name}`))
    assert.deepEqual([...needed].sort(), there.sort())
  })

  test('has words about nothing that is not there', () => {
    const fields = Object.entries(document.components.schemas ?? {}).flatMap(([type, { properties }]) =>
      Object.keys(properties as object).map((name) => `${type}.${name}`),
    )
    assert.deepEqual(
      Object.keys(fieldWords).filter((name) => !fields.includes(name)),
      [],
    )
    const all = merchantApis.flat()
    const working = all.filter(({ neverBecause }) => neverBecause === undefined).map(({ operation }) => operation)
    assert.deepEqual(
      [...Object.keys(operationWords), ...Object.keys(ownOperations)].filter((name) => !working.includes(name)),
      [],
    )
  })

  test('gives examples that are of their types', () => {
    for (const { operationId, responses } of operations) {
      for (const { content } of Object.values(responses)) {
        const { schema, example } = content?.['application/json'] ?? {}
        if (schema !== undefined) assertOf(schema, example, operationId)
      }
    }
  })
})

/** The document's types as JSON schemas, to which nothing may be added: what is answered is written down. */
const ajv = new Ajv2020({ strict: false, formats: { int32: true, int64: true } })
const closed = Object.fromEntries(
  Object.entries(document.components.schemas ?? {}).map(([name, one]) => [
    name,
    { ...one, additionalProperties: false },
  ]),
)
ajv.addSchema({ components: { schemas: closed } }, 'openapi')

const assertOf = (schema: Schema, value: unknown, what: string): void => {
  const { $ref, ...rest } = schema
  const check = ajv.compile($ref === undefined ? rest : { $ref: `openapi${$ref}` })
  assert.ok(check(value), `${what}: ${JSON.stringify(check.errors)}`)
}

type Call = (...args: readonly unknown[]) => Promise<{ status: number; body: unknown }>

describe('what the gateway answers to the examples, sent with the official SDK', () => {
  let sandbox: TestSandbox
  let client: Record<string, Record<string, Call>>
  const ids = new Map<unknown, string>()
  before(async () => {
    sandbox = await aSandbox()
    const shop = openShop(sandbox, demoShop)
    client = shop.client.v1 as unknown as typeof client
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(1500, 'EUR', { merchantReference: 'ORDER-1' }))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const refund = await shop.refund(paymentId, { amountOfMoney: { amount: 100, currencyCode: 'EUR' } })
    const { id } = await openCheckout(shop, {})
    await dispute(sandbox, paymentId, 'retrieval')
    const { id: disputeId } = await whenDispute(shop, paymentId, 'DRAFT')
    ids.set(sampleIds.disputeId, disputeId).set(sampleIds.fileId, (await upload(shop, disputeId, aPdf())).fileId)
    const remittanceId = await storeRemittance(sandbox, '1234', 7, new Date(), [
      { kind: 'reserve_released', movementId: randomUUID(), minor: 100n },
    ])
    await makeReport(sandbox, '1234', '2026-11-24', '<report/>', { format: 'xml' })
    const eventId = await until('an event has its position', firstEventId)
    ids.set(sampleIds.eventId, eventId).set(sampleIds.remittanceId, remittanceId)
    ids.set(sampleIds.paymentId, paymentId).set(sampleIds.refundId, refund.id).set(sampleIds.hostedCheckoutId, id)
  })
  after(() => sandbox?.close())

  const firstEventId = async (): Promise<string | undefined> => {
    const { body } = await sendSigned(sandbox.gatewayUrl, demoShop, { path: '/reporting/v1/1234/events' })
    return (body.events as { event: { id: string } }[])[0]?.event.id
  }

  const callOwn = ({ route }: Documented): ReturnType<Call> => {
    const { query = {}, body } = wordsOf(route)
    const path = route.path.replace(/:(\w+)/g, (_whole, id: string) => ids.get(sampleIds[id]) ?? sampleIds[id] ?? '')
    const asked = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
    )
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    return sendSigned(sandbox.gatewayUrl, demoShop, {
      ...{ method: route.method, path: asked.size === 0 ? path : `${path}?${asked}` },
      ...text,
    })
  }

  const call = (connect: ConnectOperation): ReturnType<Call> => {
    const [group = '', name = ''] = sdkName(connect).split('.')
    const args = sdkArguments(connect).map((one) => ids.get(one) ?? one)
    const ask = client[group]?.[name]
    if (ask !== undefined) return ask(...args)
    assert.equal(connect.operation, 'captures.disputes', 'which the SDK of npm, 5.2.0, does not have yet')
    const path = connect.path.replace(/:(\w+)/g, (_whole, id: string) => ids.get(sampleIds[id]) ?? sampleIds[id] ?? '')
    return sendSigned(sandbox.gatewayUrl, demoShop, { path })
  }

  const working = documented(merchantApis).filter(({ route }) => route.neverBecause === undefined)
  // The refund needs no approval, and the dispute was submitted just before.
  const notNow = ['refunds.approve', 'refunds.cancel', 'disputes.cancel']
  for (const one of working) {
    const { operation } = one.route
    test(`${operation} is of the documented type`, async () => {
      const { status, body } = await (one.connect === undefined ? callOwn(one) : call(one.connect))
      const expected = notNow.includes(operation) ? 402 : (successOf(one)?.status ?? 404)
      assert.equal(status, expected, body instanceof Readable ? 'a file' : JSON.stringify(body))
      const { responses } = operations.find(({ operationId }) => operationId === operation) ?? assert.fail(operation)
      const answer = responses[status] ?? assert.fail(`${operation} documents no ${status}`)
      const [, name = ''] = refsIn(answer.$ref === undefined ? {} : answer)[0]?.split(/\/(.+)/) ?? []
      const { content } = document.components.responses?.[name] ?? answer
      if (content === undefined) assert.equal(body, null)
      else if ('*/*' in content) assert.ok(body instanceof Readable || one.connect === undefined)
      else assertOf(content['application/json'].schema, body, operation)
    })
  }

  test('what the document says is needed is refused by name where it is missing', async () => {
    const missing = async (method: string, path: string, body = ''): Promise<readonly string[]> => {
      const answer = await sendSigned(sandbox.gatewayUrl, demoShop, { method, path, body })
      const errors = (answer.body.errors ?? []) as { id: string; propertyName: string }[]
      return errors.flatMap(({ id, propertyName }) => (id === 'PARAMETER_NOT_FOUND_IN_REQUEST' ? [propertyName] : []))
    }
    let compared = 0
    for (const { route } of working) {
      const path = route.path.replace(
        /:(\w+)/g,
        (_whole, name: string) => ids.get(sampleIds[name]) ?? sampleIds[name] ?? '',
      )
      const needs = [...(operationWords[route.operation]?.needs ?? []), ...neededOfBody(route)]
      if (needs.length === 0) continue
      const named = await missing(route.method, path, route.method === 'POST' ? '{}' : '')
      assert.deepEqual([...named].sort(), needs.sort(), route.operation)
      compared++
    }
    assert.ok(compared >= 8, `${compared} operations`)
    const halves = { order: {}, redirectPaymentMethodSpecificInput: {} }
    assert.deepEqual(await missing('POST', '/v1/1234/payments', JSON.stringify(halves)), [
      'redirectPaymentMethodSpecificInput.paymentProductId',
      'redirectPaymentMethodSpecificInput.redirectionData.returnUrl',
      'order.amountOfMoney.amount',
      'order.amountOfMoney.currencyCode',
    ])
  })
})
