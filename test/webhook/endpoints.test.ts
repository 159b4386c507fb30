import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import connectSdk from 'connect-sdk-nodejs'
import { addListener } from '../support/listening-shop.ts'
import { verificationHeader } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { openDifficultEndpoint, typesOf } from './difficult-endpoint.ts'

let sandbox: TestSandbox
const servers: Server[] = []

before(async () => {
  sandbox = await aSandbox()
})
after(async () => {
  for (const server of servers) server.close()
  await sandbox?.close()
})

/** A web server that answers as it likes. */
const openServer = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`
}

const endpoint = async (...command: string[]): Promise<Record<string, unknown>> => {
  const [printed] = await silkgate(sandbox, 'webhook-endpoint', ...command)
  return printed ?? {}
}

describe('an endpoint that is added', () => {
  before(() => addListener(sandbox, '4761'))

  test('is asked for the text it was sent, and is verified when it answers with it', async () => {
    const asked: IncomingHttpHeaders[] = []
    const url = await openServer((request, response) => {
      asked.push(request.headers)
      assert.equal(request.method, 'GET')
      response.setHeader('Content-Type', 'text/plain').end(request.headers[verificationHeader])
    })
    const { verified, verification } = await endpoint('add', '4761', url)
    assert.deepEqual([verified, verification, asked.length], [true, undefined, 1])
    assert.match(String(asked[0]?.[verificationHeader]), /^[0-9a-f]{32}$/)
  })

  test('and does not answer so is added all the same, which its operator is told with the reason', async () => {
    const silent = await openServer((_request, response) => response.writeHead(405).end('no GET here'))
    const liar = await openServer((_request, response) => response.end('another text'))
    const refusing = await endpoint('add', '4761', silent)
    assert.deepEqual([refusing.verified, refusing.verification], [false, 'answered 405 no GET here'])
    assert.equal((await endpoint('add', '4761', liar)).verified, false)
    const gone = await endpoint('add', '4761', 'http://127.0.0.1:1/hook')
    assert.equal(gone.verified, false)
    assert.match(String(gone.verification), /ECONNREFUSED/)
    const listed = await silkgate(sandbox, 'webhook-endpoint', 'list', '4761')
    assert.deepEqual(listed.map(({ verified }) => verified).sort(), [false, false, false, true])
  })

  test('is not asked at all when its operator says so, and can be asked later', async () => {
    let asked = 0
    const url = await openServer((request, response) => {
      asked++
      response.end(request.headers[verificationHeader])
    })
    assert.equal((await endpoint('add', '4761', url, '--unverified')).verified, false)
    assert.equal(asked, 0)
    assert.equal((await endpoint('verify', '4761', url)).verified, true)
    assert.equal(asked, 1)
  })
})

describe('a TEST event', () => {
  test('is signed like any other, arrives at once, and its answer is shown', async () => {
    const { webhookKeys } = await addListener(sandbox, '4762')
    const helper = connectSdk.webhooks.v1.init({ getSecretKey: async (keyId) => webhookKeys[keyId] ?? '' })
    const came: Record<string, unknown>[] = []
    const url = await openServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const event = await helper.unmarshal(Buffer.concat(chunks), { ...request.headers })
      came.push(event as unknown as Record<string, unknown>)
      response.writeHead(202).end('thanks')
    })
    await endpoint('add', '4762', url, '--unverified')
    const { eventId, delivered, status, answer, durationMs, type } = await endpoint('test', '4762', url)
    assert.deepEqual([delivered, status, answer, type], [true, 202, 'thanks', 'TEST'])
    assert.ok(Number(durationMs) >= 0)
    assert.deepEqual(
      came.map(({ id, type, merchantId, apiVersion }) => [id, type, merchantId, apiVersion]),
      [[eventId, 'TEST', '4762', 'v1']],
    )
    assert.match(String(eventId), /^TEST/, 'receivers skip events whose id begins so')
  })

  test('that fails says why', async () => {
    await addListener(sandbox, '4763')
    await endpoint('add', '4763', 'http://127.0.0.1:1/hook', '--unverified')
    const { delivered, error } = await endpoint('test', '4763', 'http://127.0.0.1:1/hook')
    assert.equal(delivered, false)
    assert.match(String(error), /ECONNREFUSED/)
  })
})

describe('an endpoint that is paused', () => {
  test('is sent nothing while payments go on, holds up no clock, and gets everything when it is resumed', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4764')
    const shop = openShop(sandbox, identity)
    const ear = await openDifficultEndpoint(sandbox, webhookKeys)
    const { endpointId } = await endpoint('add', '4764', ear.url)
    assert.equal((await endpoint('pause', '4764', String(endpointId))).paused, true)
    const { redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await advance(sandbox, 'PT1H')
    assert.equal(ear.requests(), 0)
    const [listed] = await silkgate(sandbox, 'webhook-endpoint', 'list', '4764')
    assert.deepEqual([listed?.paused, listed?.waiting], [true, 3])
    assert.equal((await endpoint('resume', '4764', ear.url)).paused, false)
    await until('what waited', () => ear.calls.length === 3)
    assert.deepEqual(typesOf(ear.calls).sort(), ['payment.captured', 'payment.created', 'payment.redirected'])
    await ear.close()
  })

  test('while calls are under way lets these end, and begins no other', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4765')
    const shop = openShop(sandbox, identity)
    const ear = await openDifficultEndpoint(sandbox, webhookKeys, 'waits')
    const { url, calls } = ear
    await endpoint('add', '4765', url)
    // One after the other: an event that is committed after a younger one would be the ninth.
    for (let n = 0; n < 6; n++) await shop.redirected()
    await until('eight open calls', () => calls.length === 8)
    await endpoint('pause', '4765', url)
    ear.behave({ status: 200 })
    const waiting = async () => (await silkgate(sandbox, 'webhook-endpoint', 'list', '4765'))[0]?.waiting
    await until('four that wait', async () => (await waiting()) === 4)
    await advance(sandbox, 'PT1M')
    assert.equal(calls.length, 8, 'a call began after the pause')
    await endpoint('resume', '4765', url)
    await until('the other four', () => calls.length === 12)
    assert.equal(new Set(calls.map(({ event }) => event.id)).size, 12, 'one came twice')
    await ear.close()
  })

  test('for longer than anything is worth trying is not sent what is too old', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4766')
    const shop = openShop(sandbox, identity)
    const ear = await openDifficultEndpoint(sandbox, webhookKeys)
    await endpoint('add', '4766', ear.url)
    await endpoint('pause', '4766', ear.url)
    await shop.redirected()
    await advance(sandbox, 'P31D')
    const { paymentId } = await shop.redirected()
    await endpoint('resume', '4766', ear.url)
    await until('what is new', () => ear.calls.length === 2)
    await advance(sandbox, 'PT1M')
    assert.deepEqual([...new Set(ear.calls.map(({ event }) => event.payment.id))], [paymentId])
    await ear.close()
  })
})

describe('an endpoint that fails', () => {
  test('is tried at once when its operator resumes it', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4767')
    const ear = await openDifficultEndpoint(sandbox, webhookKeys, { status: 500 })
    await endpoint('add', '4767', ear.url)
    await openShop(sandbox, identity).redirected()
    await advance(sandbox, 'PT5M')
    ear.behave({ status: 200 })
    const before = ear.calls.length
    await endpoint('resume', '4767', ear.url)
    await until('both webhooks', () => ear.calls.length === before + 2)
    await ear.close()
  })
})

describe('an endpoint that is removed', () => {
  test('is sent nothing more, holds up no clock, and may be added again', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4768')
    const shop = openShop(sandbox, identity)
    const ear = await openDifficultEndpoint(sandbox, webhookKeys, { status: 500 })
    await endpoint('add', '4768', ear.url)
    await shop.redirected()
    await until('a failure', () => ear.calls.length > 0)
    assert.equal((await endpoint('remove', '4768', ear.url)).removed, true)
    const missed = ear.calls.length
    await shop.redirected()
    await advance(sandbox, 'P1D')
    assert.equal(ear.calls.length, missed)
    ear.behave({ status: 200 })
    await endpoint('add', '4768', ear.url)
    await shop.redirected()
    await until('what is new, and nothing else', () => ear.calls.length === missed + 2)
    await ear.close()
  })
})
