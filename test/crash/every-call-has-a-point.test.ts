import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { crashPoints, deeds } from '../../apps/gateway/src/crash-points.ts'
import { findCallsWithoutPoint, type SourceText } from '../support/calls-without-point.ts'
import { groups, isOfSale, isOfStep } from './groups.ts'
import { stories } from './stories.ts'

const root = resolve(import.meta.dirname, '../..')
const sources: readonly SourceText[] = globSync('apps/gateway/src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .sort()
  .map((path) => ({ path, text: readFileSync(resolve(root, path), 'utf8') }))

describe('every network call and every commit of the gateway', () => {
  test('has a crash point', () => assert.deepEqual(sources.flatMap(findCallsWithoutPoint), []))

  test('was looked for', () => {
    const text = sources.map((source) => source.text).join('\n')
    assert.ok(sources.length > 50, `${sources.length} files`)
    assert.ok([...text.matchAll(/\balipayplus\.(pay|inquiryPayment|cancelPayment)\b/g)].length >= 4)
    assert.ok([...text.matchAll(/\bdb\.(write|transaction)\b/g)].length >= 10)
  })
})

type Planted = { readonly says: string; readonly line: string; readonly path?: string }

const jobs = 'apps/gateway/src/payment/due-payments.jobs.ts'

const guilty: readonly Planted[] = [
  { says: 'a call of Alipay+', line: 'const answer = await alipayplus.inquiryPayment({ paymentRequestId })' },
  { says: 'a call of a client that came with the needs', line: 'void needs.alipayplus.pay(request)' },
  { says: 'a call that is passed on', line: 'retry(alipayplus.cancelPayment)' },
  { says: 'a call that is taken out of the client', line: 'const { pay: place } = needs.alipayplus' },
  {
    says: 'a call beside the points',
    line: "await between(reach, 'create.call_pay', save); await alipayplus.pay(request)",
  },
  { says: 'a webhook', line: 'const answer = await needs.post(endpoint.url, body, key)' },
  { says: 'a webhook by its bare name', line: 'await post(url, body, key)' },
  { says: 'a file put on a server', line: 'await remote.put(path, bytes, size)' },
  { says: 'a request of its own', line: 'await fetch(url)' },
  { says: 'a client of its own', line: "import { request } from 'undici'" },
  { says: 'a socket of its own', line: "import { connect } from 'node:tls'" },
  { says: 'a statement without a deed', line: 'await db.write({ text, values: [] })' },
  { says: 'a transaction whose deed has no name', line: 'await db.transaction(nameOf(step), work)' },
  { says: 'a pool of its own', line: "import pg from 'pg'", path: 'apps/gateway/src/payment/payment.store.ts' },
]

const innocent: readonly Planted[] = [
  { says: 'a call between its points', line: "await between(reach, 'create.call_pay', () => alipayplus.pay(request))" },
  {
    says: 'a call by a function that does nothing but call between',
    line: `const calling = (work) => between(reach, call, work)
           await calling(async () => needs.alipayplus.pay(await repeatOf(stored)))`,
  },
  {
    says: 'a webhook between its points',
    line: "between(reach, 'deliver.call_merchant', () => needs.post(url, body, key))",
  },
  { says: 'a route', line: "server.post('/x', handle)" },
  { says: 'a commit with its deed', line: "await db.write('notify.commit_outcome', statement)" },
  { says: 'a commit with the deed it was given', line: 'await db.transaction(asked.deed, work)' },
  { says: 'a type of the network', line: "import type { LookupFunction } from 'node:net'" },
  {
    says: 'a server, which calls nobody',
    line: "import ssh2 from 'ssh2'",
    path: 'apps/gateway/src/sftp-server/sftp-server.ts',
  },
  { says: 'the door itself', line: "import { request } from 'undici'", path: 'apps/gateway/src/alipayplus/send.ts' },
  { says: 'the database itself', line: "import pg from 'pg'", path: 'apps/gateway/src/postgres/db.ts' },
]

describe('a call without a crash point is found', () => {
  for (const { says, line, path = jobs } of guilty) {
    test(says, () => assert.equal(findCallsWithoutPoint({ path, text: line }).length, 1))
  }
})

describe('what has its points is left alone', () => {
  for (const { says, line, path = jobs } of innocent) {
    test(says, () => assert.deepEqual(findCallsWithoutPoint({ path, text: line }), []))
  }
})

describe('the list of deeds', () => {
  test('names nothing that is not done', () => {
    const others = sources.filter(({ path }) => path !== 'apps/gateway/src/crash-points.ts')
    const unused = deeds.filter((deed) => !others.some(({ text }) => text.includes(`'${deed}'`)))
    assert.deepEqual(unused, [])
  })

  test('has a story for each, and no story has no deed', () => {
    const others = groups.filter((isOne) => isOne !== isOfStep)
    const ofPayments = deeds.filter((deed) => !others.some((isOne) => isOne(`before ${deed}`)))
    assert.deepEqual(Object.keys(stories), ofPayments)
  })

  test('is walked whole: each point in one of the walks', () => {
    const walks = [...groups, isOfSale].map((isOne) => crashPoints.filter(isOne))
    assert.ok(walks.every((points) => points.length >= 4))
    assert.deepEqual(walks.flat().sort(), [...crashPoints].sort())
    assert.equal(crashPoints.length, 2 * deeds.length)
  })
})
