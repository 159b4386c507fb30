import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { verify } from '../../apps/gateway/src/verify/verify.ts'
import { askConsole, signIn } from '../support/console.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

/** Texts that stand nowhere else. */
const secrets = [
  'customer-zanzibar',
  'ZanzibarBrowser/7',
  'Zanzibar tea for Li',
  'zanzibar-in-the-address',
  'Zanzibar called',
]

describe('what is known of who paid', () => {
  let sandbox: TestSandbox
  let paymentId: string
  before(async () => {
    sandbox = await aSandbox()
    const shop = openShop(sandbox, demoShop)
    const order = anOrder(4_000) as { order: Record<string, object>; redirectPaymentMethodSpecificInput: object }
    const placed = await shop.redirected({
      ...order,
      order: {
        ...order.order,
        customer: {
          ...order.order.customer,
          merchantCustomerId: secrets[0],
          device: { userAgent: secrets[1] },
        },
        references: { ...order.order.references, descriptor: secrets[2] },
      },
      redirectPaymentMethodSpecificInput: {
        ...order.redirectPaymentMethodSpecificInput,
        redirectionData: { returnUrl: `https://shop.example/back?who=${secrets[3]}` },
      },
    })
    paymentId = placed.paymentId
    await payInWallet(sandbox, placed.redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await sandbox.db.write('chore.set_up', {
      text: `insert into exceptions (merchant_id, payment_id, kind, detail, opened_at, deadline_at)
             values (1234, $1, 'contradiction', 'x', '2026-11-26T08:00:00Z', '2026-11-27T08:00:00Z')`,
      values: [paymentId],
    })
    await silkgate(
      sandbox,
      'exception',
      'note',
      paymentId,
      'contradiction',
      secrets[4] ?? '',
      '--as',
      'ana@psp.example',
    )
  })
  after(() => sandbox?.close())

  /** The texts that are found in any row of any table. */
  const found = async (): Promise<string[]> => {
    const tables = await sandbox.db.read<{ name: string }>({
      text: `select table_name as name from information_schema.tables
              where table_schema = 'public' and table_type = 'BASE TABLE'`,
      values: [],
    })
    const seen = new Set<string>()
    for (const { name } of tables) {
      for (const secret of secrets) {
        const text = `select from "${name}" t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0 limit 1`
        const values = [secret, Buffer.from(secret).toString('hex')]
        if ((await sandbox.db.read({ text, values })).length > 0) seen.add(secret)
      }
    }
    return [...seen].sort()
  }

  test('is shown by a permission of its own, and every look is kept', async () => {
    const { cookie } = await signIn(sandbox, 'merchant@sandbox.example')
    const path = `/payments/${paymentId}/personal-data`
    const { body } = await askConsole(sandbox, cookie, path)
    assert.deepEqual([body.merchantCustomerId, body.userAgent, body.descriptor], secrets.slice(0, 3))
    const [look] = await silkgate(sandbox, 'audit', 'list', '--about', paymentId)
    assert.deepEqual([look?.operation, look?.by], ['personalData.get', 'merchant@sandbox.example'])
    const { body: payment } = await askConsole(sandbox, cookie, `/payments/${paymentId}`)
    for (const secret of secrets) assert.ok(!JSON.stringify(payment).includes(secret), secret)
  })

  const eraseInConsole = async (who: string, body: object) => {
    const { cookie } = await signIn(sandbox, who)
    return askConsole(sandbox, cookie, `/payments/${paymentId}/personal-data/erasure`, { method: 'POST', body })
  }

  test('is erased in the console by a permission of its own, and by whoever types the end of the id', async () => {
    const ending = paymentId.slice(-6)
    const merchant = await eraseInConsole('merchant@sandbox.example', { ending })
    assert.equal(merchant.body.errors?.[0]?.id, 'NOT_PERMITTED')
    const slip = await eraseInConsole('operator@sandbox.example', { ending: '000000x' })
    assert.deepEqual([slip.status, slip.body.errors?.[0]?.id], [400, 'INVALID_VALUE'])
    assert.deepEqual(await found(), [...secrets].sort())
  })

  test('stands nowhere in the database once it was erased, and the books and the audit trail hold', async () => {
    const done = await eraseInConsole('operator@sandbox.example', { ending: paymentId.slice(-6), reference: 'GDPR-17' })
    assert.equal(done.status, 200)
    assert.deepEqual(await found(), [])
    const broken: unknown[] = []
    const tell = (one: { holds: boolean }) => one.holds || broken.push(one)
    await verify(sandbox.db, { all: true, progressOf: () => () => {}, tell })
    assert.deepEqual(broken, [])
    const [entry] = await silkgate(sandbox, 'audit', 'list', '--operation', 'personalData.erase')
    assert.deepEqual([entry?.by, entry?.about], ['operator@sandbox.example', paymentId])
    assert.equal((entry?.asked as { reference?: string } | undefined)?.reference, 'GDPR-17')
    // The command line does the same, and where nothing is left nothing breaks.
    await silkgate(sandbox, 'privacy', 'erase', paymentId, '--as', 'ana@psp.example')
    const payment = await openShop(sandbox, demoShop).whenStatus(paymentId, 'CAPTURED')
    assert.ok(payment)
  })
})
