import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { askConsole, signIn } from '../support/console.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'

describe('the controls of a sandbox', () => {
  let sandbox: TestSandbox
  let operator: string
  let merchant: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    operator = (await signIn(sandbox, 'operator@sandbox.example')).cookie
    merchant = (await signIn(sandbox, 'merchant@sandbox.example')).cookie
  })
  after(() => sandbox?.close())

  const ask = (path: string, method = 'GET', body?: unknown, cookie = operator) =>
    askConsole(sandbox, cookie, path, { method, ...(body === undefined ? {} : { body }) })
  const nowOf = (answer: { body: Record<string, unknown> }) => Date.parse(String(answer.body.now))

  test('move the clock by a time, to what is due next, and to an instant; never back', async () => {
    const first = await ask('/sandbox')
    const hour = await ask('/sandbox/clock', 'POST', { by: 'PT1H' })
    assert.ok(nowOf(hour) - nowOf(first) >= 3_600_000)
    const due = Date.parse(String(hour.body.nextDue))
    const next = await ask('/sandbox/clock', 'POST', { by: 'next' })
    assert.ok(nowOf(next) >= due && nowOf(next) - due < 60_000, `${next.body.now} after ${hour.body.nextDue}`)
    const to = new Date(nowOf(next) + 7_200_000).toISOString()
    assert.ok(nowOf(await ask('/sandbox/clock', 'POST', { to })) >= Date.parse(to))
    for (const wrong of [{ to: first.body.now }, { by: 'P1M' }, { by: 'P3Y' }, {}, { by: 'P400D' }]) {
      const { status, body } = await ask('/sandbox/clock', 'POST', wrong)
      assert.deepEqual([status, body.errors?.[0]?.id], [400, 'INVALID_VALUE'], JSON.stringify(wrong))
    }
  })

  test('tell how far the clock is while it is moved, by one at a time', async () => {
    const moved = ask('/sandbox/clock', 'POST', { by: 'P2D' })
    let seen: { from: string; to: string } | undefined
    let isDone = false
    void moved.then(() => {
      isDone = true
    })
    while (seen === undefined && !isDone) seen = (await ask('/sandbox')).body.moving as typeof seen
    if (seen !== undefined) {
      const second = await ask('/sandbox/clock', 'POST', { by: 'PT1H' })
      if (second.status !== 200) assert.equal(second.body.errors?.[0]?.id, 'DUPLICATE_REQUEST_IN_PROGRESS')
      assert.ok(Math.abs(Date.parse(seen.to) - Date.parse(seen.from) - 2 * 86_400_000) < 60_000)
    }
    assert.equal((await moved).status, 200)
    assert.equal((await ask('/sandbox')).body.moving, undefined)
  })

  test('leave one entry in the trail for a move, whatever came due on the way', async () => {
    const entries = async () => (await ask('/audit?operation=sandbox.move&limit=100')).body.rows as unknown[]
    const before = (await entries()).length
    await ask('/sandbox/clock', 'POST', { by: 'P1D' })
    assert.equal((await entries()).length, before + 1)
  })

  test('switch faults on and off, one by one or all', async () => {
    const onOf = (answer: { body: Record<string, unknown> }) =>
      (answer.body.rows as { name: string; isOn: boolean }[]).filter(({ isOn }) => isOn).map(({ name }) => name)
    assert.deepEqual(onOf(await ask('/sandbox/faults')), [])
    await ask('/sandbox/faults', 'PUT', { name: 'answer_lost', isOn: true })
    const two = await ask('/sandbox/faults', 'PUT', { name: 'bank-late', isOn: true })
    assert.deepEqual(onOf(two), ['answer_lost', 'bank-late'])
    assert.deepEqual(onOf(await ask('/sandbox/faults', 'PUT', { name: 'answer_lost', isOn: false })), ['bank-late'])
    const unknown = await ask('/sandbox/faults', 'PUT', { name: 'no_such', isOn: true })
    assert.equal(unknown.body.errors?.[0]?.id, 'INVALID_VALUE')
    assert.deepEqual(onOf(await ask('/sandbox/faults', 'DELETE')), [])
  })

  test('are not for those of a merchant, who see the clock', async () => {
    assert.equal((await ask('/sandbox', 'GET', undefined, merchant)).status, 200)
    const { body } = await ask('/sandbox/clock', 'POST', { by: 'PT1H' }, merchant)
    assert.equal(body.errors?.[0]?.id, 'NOT_PERMITTED')
  })
})
