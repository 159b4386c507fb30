import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CrashPoint } from '../../apps/gateway/src/crash-points.ts'
import { eventsOf, type ListeningShop, openListeningShop, webhooksOf } from '../support/listening-shop.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { assertEndIsTrue } from '../support/wallet-truth.ts'
import { type PaymentDeed, type Story, stories } from './stories.ts'

const patienceMs = 60_000

/** Starts the gateway so that it dies at a point, leads it there, and asserts that it really died of it. */
export const crashAt = async (
  sandbox: TestSandbox,
  point: CrashPoint,
  { during }: Pick<Story, 'during'>,
): Promise<void> => {
  await sandbox.gateway().end('SIGKILL')
  const started = await sandbox.startGateway({ CRASH_AT: point }).catch((error: unknown) => String(error))
  if (typeof started === 'string') {
    assert.match(started, /ended while it was starting \(SIGKILL\)/)
    assert.equal(during, undefined, 'the gateway died before the story began')
    return
  }
  const told = during?.().then(
    () => 'nothing',
    (error: unknown) => String(error),
  )
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(async () => resolve(`it did not end; the story says: ${await told}`), patienceMs)
  })
  const how = await Promise.race([started.ended, late])
  clearTimeout(timer)
  assert.equal(how, 'SIGKILL', `"${point}" was never reached`)
  await told
}

/** What is delivered and then forgotten is delivered again, as the same event. */
const tellsTwice: readonly CrashPoint[] = ['after deliver.call_merchant', 'before deliver.commit_outcome']

type Clock = { readonly now: string; readonly nextDue: string | null }

const clockOf = async ({ gatewayUrl }: TestSandbox): Promise<Clock> =>
  (await (await fetch(`${gatewayUrl}/sandbox/clock`)).json()) as Clock

const survive = async (sandbox: TestSandbox, shop: ListeningShop, point: CrashPoint): Promise<void> => {
  const deed = point.replace(/^(before|after) /, '') as PaymentDeed
  const story = stories[deed]({ sandbox, shop })
  await story.before?.()
  await crashAt(sandbox, point, story)
  await sandbox.startGateway()
  await story.after()
  await until('nothing is due now', async () => {
    const { now, nextDue } = await clockOf(sandbox)
    return nextDue === null || nextDue > now
  })
  for (const { sale, events } of story.sales) {
    await assertEndIsTrue(sandbox, shop, sale)
    assert.deepEqual(
      eventsOf(shop, sale).map(({ type }) => type),
      events,
    )
  }
  if (tellsTwice.includes(point)) {
    const told = story.sales.flatMap(({ sale }) => webhooksOf(shop, sale)).map(({ id }) => id)
    assert.ok(new Set(told).size < told.length, 'no event came twice')
  }
  await setFaults(sandbox)
}

/** Kills the gateway at each of some points, in a sandbox of their own, and sees what becomes of the payments. */
export const walk = (points: readonly CrashPoint[], merchantId: string): void => {
  describe('a gateway that dies', () => {
    let sandbox: TestSandbox
    let shop: ListeningShop
    before(async () => {
      sandbox = await aSandbox()
      shop = await openListeningShop(sandbox, merchantId)
    })
    after(async () => {
      await shop?.webhooks.close()
      await sandbox?.close()
    })

    for (const point of points) {
      test(`${point} loses nothing and doubles nothing`, () => survive(sandbox, shop, point))
    }

    test('leaves nothing undone but what comes every day at a full or half hour, or a minute later', async () =>
      assert.match((await clockOf(sandbox)).nextDue ?? '', /^$|:(00|01|30):00\.000Z$/))

    test('never sent a webhook that its merchant could not verify', () => assert.deepEqual(shop.webhooks.refused, []))
  })
}
