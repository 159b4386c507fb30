import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { operatorRoutes } from '../../apps/gateway/src/console/index.ts'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { askConsole, signIn } from '../support/console.ts'
import { dispute } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

/** Whatever is read without an id: lists, counts, searches, files of them. */
const lists = operatorRoutes({ sandbox: {} } as Parameters<typeof operatorRoutes>[0])
  .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !path.startsWith('/sandbox'))
  .map(({ path }) => path)

/** An answer without what is another each time it is asked. */
const lasting = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant').replaceAll(/"errorId":"[^"]+"|"secondsAgo":\d+/g, '')

describe("what a merchant's people see", () => {
  let sandbox: TestSandbox
  let [operator, merchant] = ['', '']
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const person = { email: 'all@shop.example', name: 'A', role: 'merchant_administrator', merchantId: '1234' } as const
    await addUser(sandbox.db, { ...person, password: 'sandbox' }, new Date())
    operator = (await signIn(sandbox, 'operator@sandbox.example')).cookie
    merchant = (await signIn(sandbox, person.email)).cookie
  })
  after(() => sandbox?.close())

  /** Sells, gives a part back, is disputed, and has a note and a hold. */
  const business = async (identity: typeof demoShop, amount: number): Promise<string> => {
    const shop = openShop(sandbox, identity)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, 'HKD'))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await shop.refund(paymentId, { amountOfMoney: { amount: 700, currencyCode: 'HKD' } })
    await dispute(sandbox, paymentId, 'retrieval')
    const deed = (path: string, body: object) => askConsole(sandbox, operator, path, { method: 'POST', body })
    await deed(`/payments/${paymentId}/notes`, { note: `of ${identity.merchantId}`, key: randomUUID() })
    await deed(`/merchants/${identity.merchantId}/holds`, { about: 'payment', objectId: paymentId, reason: 'to look' })
    await deed(`/merchants/${identity.merchantId}/api-keys`, {})
    const isCounted = async () => {
      const ask = async (path: string) =>
        (await askConsole(sandbox, operator, `${path}?merchant=${identity.merchantId}`)).body
      const [counts, all] = [await ask('/attention'), await ask('/overview')]
      return counts.openDisputes === 1 && all.countedAt === all.at
    }
    await until('everything of it is counted', isCounted, 60_000)
    return paymentId
  }

  const readAll = async (queries: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const seen: Record<string, string> = {}
    for (const path of lists) {
      for (const query of queries) {
        const headers = { 'X-Silkgate': 'console', Cookie: merchant }
        const answer = await fetch(`${sandbox.gatewayUrl}/operator/v1${path}${query}`, { headers })
        seen[`${path}${query}`] = `${answer.status} ${lasting(await answer.text())}`
      }
    }
    return seen
  }

  test('does not change by what another merchant does, in any list, count, search or file, whatever is asked for', async () => {
    assert.ok(lists.length > 20, 'lists are found')
    await business(demoShop, 4_200)
    const theirs = `${'5678'.padStart(10, '0')}${'0'.repeat(20)}`
    const asked = (paymentId: string) => [
      '',
      '?merchant=5678',
      `?q=${paymentId}`,
      `?merchant=5678&q=${paymentId}`,
      `?about=${paymentId}`,
      '?merchant=1234',
    ]
    let before = await readAll(asked(theirs))
    await until('nothing moves any more', async () => {
      const now = await readAll(asked(theirs))
      const isStill = JSON.stringify(now) === JSON.stringify(before)
      before = now
      return isStill
    })
    const paymentId = await business(secondShop, 5_300)
    const found = Object.entries(await readAll(asked(paymentId)))
    assert.deepEqual(
      Object.fromEntries(found.map(([path, text]) => [path.replaceAll(paymentId, theirs), text])),
      before,
    )
  })
})
