import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { announce } from '../support/alipayplus.ts'
import { askConsole, signIn } from '../support/console.ts'
import { demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance } from '../support/simulator.ts'

const [ann, bob] = ['ann@acquirer.example', 'bob@acquirer.example']
const stranger = '000000999900000000010000100001'

describe('what a person must look at', () => {
  let sandbox: TestSandbox
  let paymentId: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    paymentId = (await openShop(sandbox, demoShop).redirected()).paymentId
    for (const [paymentRequestId, value] of [
      [paymentId, '1501'],
      [stranger, '1500'],
    ]) {
      const paymentResult = { resultCode: 'SUCCESS', resultStatus: 'S' }
      const body = JSON.stringify({ paymentRequestId, paymentResult, paymentAmount: { currency: 'EUR', value } })
      assert.equal((await announce(sandbox, { body })).status, 200)
    }
  })
  after(() => sandbox.close())

  const failure = (...command: string[]): Promise<string> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATA_DIR: sandbox.dataDir, DATABASE_URL: sandbox.databaseUrl }
      const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
      execFile(process.execPath, [main, ...command], { env }, (error, stdout, stderr) => {
        assert.ok(error, `${command.join(' ')} did not fail: ${stdout}`)
        resolve(stderr)
      })
    })
  const kinds = async (...options: string[]) =>
    (await silkgate(sandbox, 'exceptions', ...options)).map(({ kind }) => kind).sort()

  test('has a deadline and an age, and at first nobody who looks after it', async () => {
    const open = await silkgate(sandbox, 'exceptions')
    assert.deepEqual(await kinds(), ['amount_differs', 'unknown_order'])
    const [differs] = open.filter(({ kind }) => kind === 'amount_differs')
    assert.deepEqual(
      [differs?.merchantId, differs?.paymentId, differs?.owner, differs?.isOverdue, differs?.notes],
      ['1234', paymentId, null, false, []],
    )
    assert.match(String(differs?.age), /^PT\d+M$/)
    const given = Date.parse(String(differs?.deadlineAt)) - Date.parse(String(differs?.openedAt))
    assert.equal(given, 24 * 3_600_000)
    assert.match(String(differs?.detail), /15\.01 EUR, the order is 15\.00 EUR/)
  })

  test('is given to somebody, by oneself or by another, and every step leaves a note', async () => {
    const [mine] = await silkgate(sandbox, 'exception', 'assign', paymentId, 'amount_differs', '--as', ann)
    assert.equal(mine?.owner, ann)
    await silkgate(sandbox, 'exception', 'note', paymentId, 'amount_differs', 'Asked Alipay+: case 17.', '--as', ann)
    const handed = ['assign', paymentId, 'amount_differs', '--as', ann, '--to', bob]
    const [his] = await silkgate(sandbox, 'exception', ...handed)
    assert.equal(his?.owner, bob)
    assert.deepEqual(
      ((his?.notes ?? []) as { by: string; note: string }[]).map(({ by, note }) => `${by}: ${note}`),
      [`${ann}: assigned to ${ann}`, `${ann}: Asked Alipay+: case 17.`, `${ann}: assigned to ${bob}`],
    )
  })

  test('is overdue when its time is up, and stands before what has time', async () => {
    await advance(sandbox, 'P2DT3H')
    const body = JSON.stringify({
      paymentRequestId: `${stranger.slice(0, -1)}2`,
      paymentResult: { resultCode: 'SUCCESS', resultStatus: 'S' },
    })
    await announce(sandbox, { body })
    const open = await silkgate(sandbox, 'exceptions')
    assert.deepEqual(
      open.map(({ isOverdue }) => isOverdue),
      [true, true, false],
    )
    assert.match(String(open[0]?.age), /^P2DT3H\d+M$/)
  })

  test('ends with a reason, and stays on record', async () => {
    const reason = 'Alipay+ has corrected the message.'
    const resolve = ['exception', 'resolve', paymentId, 'amount_differs', '--as', bob.toUpperCase()]
    assert.match(await failure(...resolve), /--reason/)
    const [ended] = await silkgate(sandbox, ...resolve, '--reason', reason)
    assert.deepEqual([ended?.resolvedBy, ended?.reason, ended?.isOverdue], [bob, reason, true])
    assert.deepEqual(await kinds(), ['unknown_order', 'unknown_order'])
    assert.deepEqual(await kinds('--resolved'), ['amount_differs'])
    assert.match(await failure(...resolve, '--reason', reason), /Nothing is open about .* lists what is/)
  })

  test('that is misnamed is refused with what there is', async () => {
    const assign = ['exception', 'assign', stranger]
    assert.match(await failure(...assign, 'amount_differs', '--as', ann), /there is unknown_order/)
    assert.match(await failure(...assign, 'unknown_order', '--as', 'ann'), /--as: "ann" is no e-mail address/)
    assert.match(await failure(...assign, 'unknown_order'), /--as/)
    assert.match(
      await failure('exception', 'note', stranger, 'unknown_order', ' ', '--as', ann),
      /1 to 2000 characters/,
    )
  })

  test('is looked after in the console as well, and nobody resolves it twice', async () => {
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const ask = (path: string, method = 'GET', body?: unknown) =>
      askConsole(sandbox, cookie, `/exceptions${path}`, body === undefined ? { method } : { method, body })
    const [found] = (await ask('?kind=unknown_order')).body.rows as { exceptionId: string; about: string }[]
    assert.equal(found?.about, 'order')
    const path = `/${found?.exceptionId}`
    assert.equal((await ask(`${path}/owner`, 'PUT', {})).body.owner, 'operator@sandbox.example')
    assert.equal((await ask(`${path}/resolution`, 'PUT', { reason: ' ' })).status, 400)
    const ended = await ask(`${path}/resolution`, 'PUT', { reason: 'Not ours.' })
    assert.deepEqual([ended.body.resolvedBy, ended.body.resolution], ['operator@sandbox.example', 'Not ours.'])
    const again = await ask(`${path}/resolution`, 'PUT', { reason: 'Not ours.' })
    assert.deepEqual([again.status, again.body.errors?.[0]?.id], [409, 'EXCEPTION_ENDED'])
    const resolved = (await ask('?ended=true')).body.rows as { exceptionId: string }[]
    assert.ok(resolved.some(({ exceptionId }) => exceptionId === found?.exceptionId))
  })
})
