import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { askConsole, codeOf, signIn } from '../support/console.ts'
import { dispute, disputesOf } from '../support/disputes.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

type Seen = { status: string; amount: { minor: string }; askedBy: string; unknownUntil?: string; refundId: string }
type Detail = { refunds: Seen[]; refundable: { minor: string; because?: string }; where: { at: string } }

describe('a payment in the console', () => {
  let sandbox: TestSandbox
  let shop: Shop
  let operator: string
  let second: string
  let merchant: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    shop = openShop(sandbox, demoShop)
    const person = { email: 'refunds@shop.example', name: 'R', role: 'merchant_refunds', merchantId: '1234' } as const
    await addUser(sandbox.db, { ...person, password: 'sandbox' }, new Date())
    operator = (await signIn(sandbox, 'operator@sandbox.example')).cookie
    second = (await signIn(sandbox, 'operator2@sandbox.example')).cookie
    merchant = (await signIn(sandbox, person.email)).cookie
  })
  after(() => sandbox?.close())

  const captured = async (amount = 10_000, currency = 'EUR'): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, currency))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    return paymentId
  }
  const ask = (cookie: string, path: string, body?: unknown) =>
    askConsole(sandbox, cookie, path, body === undefined ? {} : { method: 'POST', body })
  const look = async (paymentId: string, cookie = operator) =>
    (await ask(cookie, `/payments/${paymentId}`)).body as unknown as Detail
  const refund = (cookie: string, paymentId: string, wish: object) =>
    ask(cookie, `/payments/${paymentId}/refunds`, { key: randomUUID(), ...wish })

  test('is refunded once, however often the dialog is sent', async () => {
    const paymentId = await captured()
    const wish = { amount: '30.50', reason: 'torn', reference: 'RMA-1', key: randomUUID() }
    const answers = await Promise.all([1, 2, 3].map(() => refund(merchant, paymentId, wish)))
    assert.ok(answers.some(({ status }) => status === 201))
    assert.equal((await refund(merchant, paymentId, wish)).status, 201)
    const { refunds, refundable } = await look(paymentId)
    assert.deepEqual(
      refunds.map(({ status, amount, askedBy }) => [status, amount.minor, askedBy]),
      [['REFUNDED', '3050', 'refunds@shop.example']],
    )
    assert.equal(refundable.minor, '6950')
  })

  test('is not refunded with more than is left, nor with what its currency cannot say; the field is named', async () => {
    const paymentId = await captured(150_000, 'JPY')
    for (const [amount, message] of [
      ['1501', 'At most 1500 JPY of this payment can be refunded.'],
      ['10.50', 'JPY has no decimals: enter 10, not 10.50.'],
      ['ten', 'Enter an amount in digits, as 1500.'],
    ]) {
      const { status, body } = await refund(operator, paymentId, { amount })
      assert.ok(status >= 400, amount)
      assert.equal((body.errors as unknown as { message: string }[])[0]?.message, message)
    }
    assert.deepEqual((await look(paymentId)).refunds, [])
  })

  test('says that the outcome of a refund is unknown, and that nothing is paid twice', async () => {
    const paymentId = await captured()
    await setFaults(sandbox, { name: 'refund_unknown', times: 1 })
    assert.equal((await refund(operator, paymentId, { amount: '10.00' })).status, 201)
    const [seen] = (await look(paymentId)).refunds
    assert.equal(seen?.status, 'REFUND_REQUESTED')
    assert.ok(seen?.unknownUntil)
    const { body } = await ask(operator, '/refunds?unknown=true')
    assert.deepEqual(
      (body.rows as Seen[]).map(({ refundId }) => refundId),
      [seen?.refundId],
    )
    await setFaults(sandbox)
    await advance(sandbox, 'PT5M')
    await until('the refund went back', async () => (await look(paymentId)).refunds[0]?.status === 'REFUNDED')
  })

  test('needs a second person where the merchant wants one, and who asked cannot approve', async () => {
    const paymentId = await captured()
    await sandbox.db.write('chore.set_up', { text: 'update merchants set refunds_need_approval = true', values: [] })
    await advance(sandbox, 'PT1M')
    await refund(operator, paymentId, { amount: '20.00' })
    await refund(operator, paymentId, { amount: '5.00' })
    const waiting = (await ask(operator, '/refunds?status=PENDING_APPROVAL')).body.rows as Seen[]
    const [small = '', large = ''] = waiting.map(({ refundId }) => refundId)
    const decide = (cookie: string, refundId: string, decision: string) =>
      ask(cookie, `/refunds/${refundId}/decision`, { decision, key: randomUUID() })
    const own = await decide(operator, large, 'approve')
    assert.match(JSON.stringify(own.body.errors), /Somebody else must approve/)
    assert.equal((await decide(second, large, 'approve')).status, 204)
    assert.equal((await decide(operator, small, 'cancel')).status, 204)
    await until('the refund went back', async () => {
      const states = (await look(paymentId)).refunds.map(({ status }) => status)
      return states.join() === 'REFUNDED,CANCELLED'
    })
  })

  test('is refunded by whoever has given their second factor just now, where one is asked for', async () => {
    const paymentId = await captured()
    await refund(operator, paymentId, { amount: '20.00' })
    const person = { email: 'approves@psp.example', name: 'A', role: 'support', merchantId: undefined } as const
    await addUser(sandbox.db, { ...person, password: 'sandbox' }, new Date())
    const { cookie } = await signIn(sandbox, person.email)
    const secret = String((await ask(cookie, '/second-factor', {})).body.secret)
    const setUp = { secret, code: codeOf(secret, -1) }
    await askConsole(sandbox, cookie, '/second-factor', { method: 'PUT', body: setUp })
    await silkgate(sandbox, 'user', 'rule', 'second_factor', '--as', 'operator@sandbox.example')
    const text = `update console_sessions set confirmed_at = confirmed_at - interval '6 minutes'
                   where user_id = (select user_id from users where email = $1)`
    await sandbox.db.write('chore.set_up', { text, values: [person.email] })
    const [{ refundId } = { refundId: '' }] = (await look(paymentId, cookie)).refunds
    const decide = async (decision: string) => {
      const answer = await ask(cookie, `/refunds/${refundId}/decision`, { decision, key: randomUUID() })
      return `${answer.status} ${answer.body.errors?.[0]?.id}`
    }
    const clientDataJSON = Buffer.from('{"challenge":"never asked"}').toString('base64url')
    const shown = { response: { id: 'nobodys', response: { clientDataJSON } } }
    const byNobody = await ask(cookie, '/session/confirmation/passkey', shown)
    assert.deepEqual([byNobody.status, byNobody.body.errors?.[0]?.id], [403, 'PASSKEY_REFUSED'])
    assert.equal(await decide('approve'), '403 FRESH_FACTOR_NEEDED')
    assert.equal((await look(paymentId, cookie)).refunds[0]?.status, 'PENDING_APPROVAL')
    const again = { password: 'sandbox', code: codeOf(secret) }
    assert.equal((await ask(cookie, '/session/confirmation', again)).status, 204)
    assert.equal(await decide('approve'), '204 undefined')
    await silkgate(sandbox, 'user', 'rule', 'password', '--as', 'operator@sandbox.example')
  })

  test('keeps notes; what the operator writes is not shown to the merchant', async () => {
    const paymentId = await captured()
    const write = (cookie: string, note: string, key: string = randomUUID()) =>
      ask(cookie, `/payments/${paymentId}/notes`, { note, key })
    await write(operator, 'Asked Alipay+')
    await write(merchant, 'The shopper called')
    const read = async (cookie: string) =>
      ((await ask(cookie, `/payments/${paymentId}/notes`)).body.rows as { note: string }[]).map(({ note }) => note)
    assert.deepEqual(await read(operator), ['Asked Alipay+', 'The shopper called'])
    assert.deepEqual(await read(merchant), ['The shopper called'])
    assert.equal((await write(operator, ' ')).status, 400)
    const key = randomUUID()
    const sent: string[] = []
    for (const note of ['They answered', 'They answered', 'They did not']) {
      const { status, body } = await write(operator, note, key)
      sent.push(`${status} ${body.errors?.[0]?.id}`)
    }
    assert.deepEqual(sent, ['200 undefined', '200 undefined', '409 IDEMPOTENCE_KEY_REUSED'])
    assert.deepEqual((await read(operator)).slice(2), ['They answered'])
  })

  test('shows what was said on the wire, masked, and where its money is', async () => {
    const paymentId = await captured()
    const { body } = await ask(operator, `/payments/${paymentId}/messages`)
    const messages = body.rows as { api: string; request: string }[]
    assert.ok(
      messages.some(({ api, request }) => api === 'pay' && request.includes(paymentId)),
      JSON.stringify(messages),
    )
    assert.equal((await look(paymentId)).where.at, 'expected_in_file')
  })

  test('is defended with evidence that was handed in once, however often it is sent, and answered once', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'retrieval')
    const disputeId = await until('the dispute is there', async () => {
      const { disputes } = (await ask(operator, `/payments/${paymentId}`)).body as {
        disputes?: { disputeId: string }[]
      }
      return disputes?.[0]?.disputeId
    })
    const file = { fileName: 'receipt.pdf', content: Buffer.from('%PDF-1.4\nreceipt\n').toString('base64') }
    const handIn = (cookie: string, wish: object) => ask(cookie, `/disputes/${disputeId}/files`, wish)
    assert.equal((await handIn(merchant, { ...file, key: randomUUID() })).body.errors?.[0]?.id, 'NOT_PERMITTED')
    assert.equal((await handIn(operator, { ...file, content: '%', key: randomUUID() })).status, 400)
    const once = { ...file, key: randomUUID() }
    for (const _time of [1, 2]) assert.equal((await handIn(operator, once)).status, 201)
    const seen = (await ask(operator, `/disputes/${disputeId}`)).body as { files?: { fileId: string }[] }
    const evidence = `/disputes/${disputeId}/files/${seen.files?.[0]?.fileId}`
    assert.equal((await ask(merchant, evidence)).body.errors?.[0]?.id, 'NOT_PERMITTED', 'it says who the shopper is')
    assert.equal((await ask(operator, evidence)).status, 200)
    const trail = await ask(operator, '/audit?operation=disputes.file')
    assert.deepEqual(
      (trail.body.rows as { about: string; by: string }[]).map(({ about, by }) => [about, by]),
      [[disputeId, 'operator@sandbox.example']],
    )
    const answer = { answer: 'defended', key: randomUUID() }
    for (const _time of [1, 2]) assert.ok((await ask(operator, `/disputes/${disputeId}/answer`, answer)).status < 300)
    const late = await ask(operator, `/disputes/${disputeId}/answer`, { answer: 'accepted', key: randomUUID() })
    assert.equal(late.body.errors?.[0]?.id, 'ACTION_NOT_ALLOWED')
    const told = await until('Alipay+ has the answer', async () => (await disputesOf(sandbox, paymentId))[0]?.answer)
    assert.deepEqual(
      told.evidences.map(({ fileName }) => fileName),
      ['receipt.pdf'],
    )
  })
})
