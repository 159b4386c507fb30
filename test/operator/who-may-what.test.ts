import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { mayDo, type Role, roles } from '@silkgate/domain'
import { operatorRoutes } from '../../apps/gateway/src/console/index.ts'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { askConsole, type ConsoleAnswer, signIn } from '../support/console.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

/** Routes are data: what they are called and who may is known without anything behind them. */
const routes = operatorRoutes({ sandbox: {} } as Parameters<typeof operatorRoutes>[0])
const nothing = '0'.repeat(30)

describe('the operator API', () => {
  let sandbox: TestSandbox
  /** A payment of each of two merchants, by the merchant. */
  const payments: Record<string, string> = {}
  const cookies = new Map<Role, string>()
  before(async () => {
    sandbox = await aSandbox()
    for (const identity of [demoShop, secondShop]) {
      const shop = openShop(sandbox, identity)
      const placed = await shop.redirected(anOrder(1500, 'HKD'))
      await payInWallet(sandbox, placed.redirectUrl)
      await shop.whenStatus(placed.paymentId, 'CAPTURED')
      payments[identity.merchantId] = placed.paymentId
    }
    for (const role of Object.keys(roles) as Role[]) {
      const merchantId = roles[role].of === 'merchant' ? '1234' : undefined
      const person = { email: `${role}@psp.example`, name: role, role, merchantId, password: 'sandbox' }
      await addUser(sandbox.db, person, new Date())
      cookies.set(role, (await signIn(sandbox, person.email)).cookie)
    }
  })
  after(() => sandbox?.close())

  const ask = (role: Role | undefined, route: { method: string; path: string }, id: string): Promise<ConsoleAnswer> => {
    const path = route.path.replaceAll(/:\w+/g, id)
    const body = ['GET', 'DELETE'].includes(route.method) ? {} : { body: {} }
    return askConsole(sandbox, (role && cookies.get(role)) ?? '', path, { method: route.method, ...body })
  }
  const errorsOf = ({ body }: ConsoleAnswer) => body.errors?.map(({ id }) => id) ?? []

  test('lets nobody in who is not signed in', async () => {
    for (const route of routes) {
      const answer = await ask(undefined, route, nothing)
      assert.deepEqual([answer.status, errorsOf(answer)], [403, ['SIGN_IN_NEEDED']], route.operation)
    }
  })

  test('lets each role do what the table of roles says, and nothing else', async () => {
    for (const route of routes) {
      for (const role of Object.keys(roles) as Role[]) {
        const isAllowed = route.needs === 'session' || mayDo(role, route.needs)
        const isRefused = errorsOf(await ask(role, route, nothing)).includes('NOT_PERMITTED')
        assert.equal(isRefused, !isAllowed, `${role}: ${route.operation}`)
      }
    }
  })

  test("answers a merchant's people about another merchant's things as about things that are not there", async () => {
    const withId = routes.filter(({ path }) => path.includes(':'))
    assert.ok(withId.length > 0)
    for (const route of withId) {
      const [foreign, unknown] = [
        await ask('merchant_administrator', route, payments[secondShop.merchantId] ?? ''),
        await ask('merchant_administrator', route, nothing),
      ]
      assert.deepEqual([foreign.status, foreign.body.errors], [unknown.status, unknown.body.errors], route.operation)
      assert.ok(foreign.status === 404 || errorsOf(foreign).includes('NOT_PERMITTED'), route.operation)
    }
  })

  test("lists only a merchant's own payments for its people, whatever the filter says, and all for the operator's", async () => {
    const seenBy = async (role: Role, query: string) => {
      const { body } = await askConsole(sandbox, cookies.get(role) ?? '', `/payments${query}`)
      return (body.rows as { merchantId: string }[]).map(({ merchantId }) => merchantId).sort()
    }
    assert.deepEqual(await seenBy('viewer', ''), ['1234', '5678'])
    for (const query of ['', '?merchant=5678', `?q=${payments[secondShop.merchantId]}`]) {
      const seen = await seenBy('merchant_viewer', query)
      assert.ok(
        seen.every((merchantId) => merchantId === '1234'),
        query,
      )
    }
  })

  test('answers 400, and names the field, to a place that is none, in whatever list it is asked for', async () => {
    const places = [
      '2026-02-31 x',
      '2026-11-26T25:00:00.000000Z x',
      '2026-11-26T08:00:00.000000Z no-uuid',
      '99999999999 x',
    ]
    const written = [...places.map((place) => Buffer.from(place).toString('base64url')), '%00', 'x']
    const namesOf = ({ body }: ConsoleAnswer) => body.errors?.map(({ propertyName }) => propertyName)
    /** Some lists are of one merchant. */
    const asking = async (path: string, query: string): Promise<ConsoleAnswer> => {
      const answer = await ask('administrator', { method: 'GET', path: `${path}?${query}` }, '')
      if (!namesOf(answer)?.includes('merchant')) return answer
      return ask('administrator', { method: 'GET', path: `${path}?merchant=1234&${query}` }, '')
    }
    let refusing = 0
    for (const { operation, path } of routes.filter((one) => one.method === 'GET' && !one.path.includes(':'))) {
      for (const after of written) {
        const answer = await asking(path, `after=${after}`)
        assert.ok(answer.status < 500, `${operation}: after=${after} is answered ${answer.status}`)
        if (answer.status !== 400) continue
        refusing++
        assert.deepEqual(namesOf(answer), ['after'], operation)
      }
      const { status } = await asking(path, 'q=%00&about=%00&wallet=%00')
      assert.ok(status < 500, `${operation} is answered ${status}`)
    }
    assert.ok(refusing > 50)
  })

  test('has no path with two operations of one method', () => {
    const paths = routes.map(({ method, path }) => `${method} ${path}`)
    assert.equal(new Set(paths).size, paths.length)
  })
})
