import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { anOrder, demoShop, openWebhookReceiver } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const move = (sandbox: TestSandbox, body: unknown) =>
  fetch(`${sandbox.gatewayUrl}/sandbox/clock`, { method: 'POST', body: JSON.stringify(body) })

describe('the sandbox clock', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox.close())

  test('is moved by an ISO 8601 duration, and says when something is due next', async () => {
    const start = await clockOf(sandbox)
    const answer = await move(sandbox, { advance: 'P1DT2H' })
    const { now, nextDue } = (await answer.json()) as { now: string; nextDue: string }
    assert.ok(Date.parse(now) - start.getTime() >= 26 * 3_600_000)
    const ahead = Date.parse(nextDue) - Date.parse(now)
    assert.ok(ahead > 0 && ahead <= 24 * 3_600_000, `the files of the next morning: ${nextDue}`)
  })

  test('refuses what is no duration, naming the property', async () => {
    for (const body of [{}, { advance: '3 days' }, { advance: 'P1M' }, { advance: '-P1D' }, { advance: 5 }]) {
      const answer = await move(sandbox, body)
      const { errors } = (await answer.json()) as { errors: { propertyName: string }[] }
      assert.deepEqual([answer.status, errors[0]?.propertyName], [400, 'advance'], JSON.stringify(body))
    }
  })

  test('is moved by one at a time', async () => {
    const shop = openShop(sandbox, demoShop)
    await shop.redirected()
    const statuses = await Promise.all(
      Array.from({ length: 4 }, async () => (await move(sandbox, { advance: 'PT20M' })).status),
    )
    assert.deepEqual(
      statuses.toSorted((a, b) => a - b),
      [200, 409, 409, 409],
    )
  })

  test('never goes back, also over a restart', async () => {
    await advance(sandbox, 'P30D')
    const earlier = await clockOf(sandbox)
    await sandbox.gateway().end('SIGKILL')
    await sandbox.simulator().end('SIGKILL')
    await sandbox.startSimulator()
    await sandbox.startGateway()
    assert.ok((await clockOf(sandbox)) >= earlier)
  })

  test('runs on from where a crash left it standing', async () => {
    const clock = openDb(sandbox.databaseUrl.replace(/silkgate$/, 'silkgate_sandbox'), { max: 1 })
    const stands = await clockOf(sandbox)
    await sandbox.gateway().end('SIGKILL')
    await clock.write('chore.set_up', { text: 'update clock set stands_at = $1', values: [stands] })
    await clock.close()
    await sandbox.startGateway()
    const later = await until('the clock runs', async () => {
      const now = await clockOf(sandbox)
      return now > stands && now
    })
    assert.ok(later.getTime() - stands.getTime() < 60_000)
  })
})

/** What one life of three days leaves behind, without ids. */
const liveThreeDays = async (step: (sandbox: TestSandbox) => Promise<void>) => {
  const sandbox = await aSandbox()
  const webhooks = await openWebhookReceiver()
  try {
    await silkgate(sandbox, 'webhook-endpoint', 'add', '1234', webhooks.url)
    const shop = openShop(sandbox, demoShop)
    const paid = await shop.redirected(anOrder(10_000, 'HKD'))
    await shop.redirected(anOrder(2_000, 'EUR'))
    await payInWallet(sandbox, paid.redirectUrl)
    await webhooks.until((received) => received.some(({ body }) => body.type === 'payment.captured'))
    await step(sandbox)
    await webhooks.until((received) => received.some(({ body }) => body.type === 'payment.cancelled'))
    const rows = async (text: string) => (await sandbox.db.read({ text, values: [] })).map((row) => JSON.stringify(row))
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
    const transfers = await sandbox.db.read({
      text: 'select debit, credit, currency, minor, reason from transfers order by debit, credit',
      values: [],
    })
    return {
      transfers: transfers.map((row) => JSON.stringify(row, plain)),
      payments: await rows('select captured, closed, closing, step, version from payments order by payment_id'),
      questions: await rows('select api, count(*)::int as asked from messages group by api order by api'),
      webhooks: [...new Set(webhooks.received.map(({ body }) => `${body.type} ${body.payment.id}`))].sort(),
    }
  } finally {
    await webhooks.close()
    await sandbox.close()
  }
}

test('three days at once and 72 single hours leave the same books and webhooks', async () => {
  const [atOnce, byHours] = await Promise.all([
    liveThreeDays((sandbox) => advance(sandbox, 'P3D')),
    liveThreeDays(async (sandbox) => {
      for (let hour = 0; hour < 72; hour++) await advance(sandbox, 'PT1H')
    }),
  ])
  assert.deepEqual(byHours, atOnce)
})
