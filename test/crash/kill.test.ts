import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { startSandbox } from '../../scripts/sandbox.ts'
import { aSale, ask, askForRedirect, type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, clockOf, orders, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { assertEndIsTrue } from '../support/wallet-truth.ts'
import { startTwenty } from './twenty-payments.ts'

/** Starts everything again on the data that a dead sandbox left behind. */
const startAgain = async (dead: TestSandbox): Promise<TestSandbox> => {
  const [port, simulatorPort] = [dead.gatewayUrl, dead.simulatorUrl].map((url) => Number(new URL(url).port))
  const ports = { port: port ?? 0, simulatorPort: simulatorPort ?? 0 }
  const again = await startSandbox({
    dataDir: dead.dataDir,
    ...ports,
    environment: { LOG_LEVEL: 'error' },
    output: 'ignore',
  })
  const db = openDb(again.databaseUrl, { max: 2 })
  const close = async () => {
    await db.close()
    await again.stop()
    await dead.close()
  }
  return { ...dead, ...again, db, close }
}

const postmasterOf = ({ dataDir }: TestSandbox): number =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

describe('kill -9 in the middle of twenty payments', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '4713')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  test('of the simulator: every payment ends as the wallet says', async () => {
    await setFaults(
      sandbox,
      { name: 'answer_lost', api: 'pay', times: 4 },
      { name: 'request_lost', api: 'pay', times: 4 },
      { name: 'notification_never', times: 2 },
    )
    const twenty = startTwenty(sandbox, shop)
    await twenty.middle
    await sandbox.simulator().end('SIGKILL')
    assert.ok(twenty.answered() < 20, 'they were all answered before the kill')
    await sandbox.startSimulator()
    const ends = await twenty.end(sandbox)
    assert.ok(ends.CAPTURED > 0 && ends.CANCELLED > 0 && ends.REJECTED > 0, JSON.stringify(ends))
  })

  test('of the gateway: every payment ends as the wallet says', async () => {
    const twenty = startTwenty(sandbox, shop)
    await twenty.middle
    await sandbox.gateway().end('SIGKILL')
    assert.ok(twenty.answered() < 20, 'they were all answered before the kill')
    await sandbox.startGateway()
    const ends = await twenty.end(sandbox)
    assert.ok(ends.CAPTURED > 0 && ends.CANCELLED > 0 && ends.REJECTED > 0, JSON.stringify(ends))
  })

  test('of PostgreSQL: every payment ends as the wallet says', async () => {
    const twenty = startTwenty(sandbox, shop)
    await twenty.middle
    process.kill(postmasterOf(sandbox), 'SIGKILL')
    assert.ok(twenty.answered() < 20, 'they were all answered before the kill')
    const isReady = async () => (await fetch(`${sandbox.gatewayUrl}/health/ready`)).status
    await until('the gateway says that it has no database', async () => (await isReady()) === 503)
    const refused = await sendSigned(sandbox.gatewayUrl, demoShop, {
      path: '/v1/1234/payments/000000123400000000010000100001',
    })
    assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '2'], refused.text)
    assert.equal(await sandbox.gateway().end('SIGTERM'), 'exit 0')
    await sandbox.simulator().end('SIGKILL')
    sandbox = await startAgain(sandbox)
    const ends = await twenty.end(sandbox)
    assert.ok(ends.CAPTURED > 0 && ends.CANCELLED > 0 && ends.REJECTED > 0, JSON.stringify(ends))
  })

  test('of a connection inside a transaction: the transaction is rejected, and the program lives on', async () => {
    const db = openDb(sandbox.databaseUrl, { max: 2 })
    const broken = db.transaction('chore.set_up', async (tx) => {
      const [row] = await tx.run<{ pid: number }>({ text: 'select pg_backend_pid() as pid', values: [] })
      await db.read({ text: 'select pg_terminate_backend($1)', values: [row?.pid] })
      const isGone = async () =>
        (await db.read({ text: 'select from pg_stat_activity where pid = $1', values: [row?.pid] })).length === 0
      await until('the connection is gone', isGone)
      await tx.run({ text: 'select 1', values: [] })
    })
    await assert.rejects(broken)
    assert.deepEqual(await db.read({ text: 'select 1 as one', values: [] }), [{ one: 1 }])
    await db.close()
  })
})

describe('a gateway that is stopped', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '4714')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  test('answers a waiting create with CREATED, ends within 10 s, and finds out when it is back', async () => {
    const sale = aSale()
    await setFaults(sandbox, { name: 'answer_slow', api: 'pay' })
    const waiting = shop.create(anOrder(sale.amount), sale.key)
    const isPlaced = async () => (await orders(sandbox)).some(({ amount }) => amount.value === String(sale.amount))
    await until('the order is placed', isPlaced)
    const began = performance.now()
    const ended = sandbox.gateway().end('SIGTERM')
    const { status, paymentStatus, redirectUrl, paymentId } = await waiting
    assert.deepEqual([status, paymentStatus, redirectUrl], [201, 'CREATED', undefined])
    assert.equal(await ended, 'exit 0')
    const tookMs = performance.now() - began
    assert.ok(tookMs < 10_000, `it took ${tookMs} ms`)

    await setFaults(sandbox)
    await sandbox.startGateway()
    await shop.whenStatus(paymentId, 'REDIRECTED')
    await payInWallet(sandbox, await askForRedirect(shop, sale))
    assert.equal(await assertEndIsTrue(sandbox, shop, sale), 'CAPTURED')
  })

  test('takes no new payment meanwhile, and says so', async () => {
    const [held, late] = [aSale(), aSale()]
    await setFaults(sandbox, { name: 'answer_slow', api: 'pay' })
    const waiting = ask(shop, held)
    const isPlaced = async () => (await orders(sandbox)).some(({ amount }) => amount.value === String(held.amount))
    await until('the order is placed', isPlaced)
    const ended = sandbox.gateway().end('SIGTERM')
    const refused = () =>
      fetch(`${sandbox.gatewayUrl}/health/ready`).then(
        ({ status }) => status === 503,
        () => true,
      )
    await until('the gateway takes no more work', refused)
    const answer = await ask(shop, late)
    assert.ok(answer === undefined || answer.status === 503, `a late create was answered ${answer?.status}`)
    assert.equal((await waiting)?.status, 201)
    assert.equal(await ended, 'exit 0')
    await setFaults(sandbox)
    await sandbox.startGateway()
    await payInWallet(sandbox, await askForRedirect(shop, late))
    assert.equal(await assertEndIsTrue(sandbox, shop, late), 'CAPTURED')
    await advance(sandbox, 'PT1H')
    await assertEndIsTrue(sandbox, shop, held)
  })

  test('and one that dies while the clock is moved leaves a clock that goes on', async () => {
    const sale = aSale()
    await askForRedirect(shop, sale)
    await sandbox.gateway().end('SIGKILL')
    const dying = await sandbox.startGateway({ CRASH_AT: 'before inquire.call_inquiry' })
    await assert.rejects(advance(sandbox, 'PT5M'))
    assert.equal(await dying.ended, 'SIGKILL')
    await sandbox.startGateway()
    const first = await clockOf(sandbox)
    await pause(50)
    assert.ok((await clockOf(sandbox)) > first, 'the clock stands still')
    await advance(sandbox, 'PT1H')
    assert.equal(await assertEndIsTrue(sandbox, shop, sale), 'CANCELLED')
  })
})
