import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('info')
})
after(() => sandbox?.close())

const control = async (path: string, body: object): Promise<Record<string, string>> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${sandbox.simulatorUrl}/control/${path}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  })
  assert.equal(answer.status, 200)
  return (await answer.json()) as Record<string, string>
}

/** The messages with Alipay+ that ended in something else than what they were sent for. */
const refusedMessages = () =>
  sandbox.db.read<{ api: string; outcome: string }>({
    text: "select api, outcome from messages where outcome like '%unknown%' or outcome like '%given_up%'",
    values: [],
  })

test('both sides change their keys under traffic, and no message is refused', async () => {
  const shop = openShop(sandbox, demoShop)
  let isOver = false
  const captured: string[] = []
  const traffic = async () => {
    while (!isOver) {
      const { paymentId, redirectUrl } = await shop.redirected(anOrder())
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      captured.push(paymentId)
    }
  }
  const buyers = [traffic(), traffic()]
  /** Payments that were begun after now. */
  const more = async () => {
    const enough = captured.length + 4
    await until('payments go on', () => captured.length >= enough, 60_000)
  }
  await more()

  const [ours] = await silkgate(sandbox, 'alipayplus-key', 'add', 'ours', '2')
  await control('keys', { clientId: 'SANDBOX_SILKGATE00000001', keyVersion: '2', publicKey: ours?.publicKey })
  await silkgate(sandbox, 'alipayplus-key', 'use', '2')
  await more()
  await silkgate(sandbox, 'alipayplus-key', 'retire', 'ours', '1')

  const { publicKey = '' } = await control('own-keys', { keyVersion: '2' })
  const file = join(sandbox.dataDir, 'alipayplus-2.pem')
  writeFileSync(file, `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`)
  await silkgate(sandbox, 'alipayplus-key', 'add', 'theirs', '2', file)
  const knownAt = Date.now() + 6_000 // Every gateway knows a key within five seconds.
  await until('every gateway knows the key', () => Date.now() > knownAt)
  await control('own-keys', { keyVersion: '2', use: true })
  await more()
  await silkgate(sandbox, 'alipayplus-key', 'retire', 'theirs', '1')
  const retiredAt = Date.now() + 6_000
  await until('no gateway takes the old key', () => Date.now() > retiredAt)
  await more()

  isOver = true
  await Promise.all(buyers)
  assert.deepEqual(await refusedMessages(), [])
  assert.deepEqual(
    sandbox.logged().filter(({ msg }) => /was refused|notification failed/.test(msg ?? '')),
    [],
  )
})
