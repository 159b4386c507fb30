import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openWebhookReceiver } from '../support/merchant.ts'
import { addShop, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox()
})
after(() => sandbox?.close())

test('a merchant is given a new webhooks key and switched over, and can verify every webhook', async () => {
  const key = async (...command: string[]) =>
    (await silkgate(sandbox, 'webhook-key', ...command)) as Record<string, string>[]
  const shop = openShop(sandbox, await addShop(sandbox, '4771'))
  const [old] = await key('add', '4771')
  const keys: Record<string, string> = { [String(old?.keyId)]: String(old?.secret) }
  const receiver = await openWebhookReceiver(keys)
  await silkgate(sandbox, 'webhook-endpoint', 'add', '4771', receiver.url)

  /** Sells something, and says with which keys that was told. */
  const signedWith = async (): Promise<string[]> => {
    const before = receiver.received.length
    await shop.redirected()
    await receiver.until(({ length }) => length === before + 2)
    return [...new Set(receiver.received.slice(before).map(({ keyId }) => keyId))]
  }
  const inForce = async () =>
    (await key('list', '4771')).filter(({ retiredAt }) => retiredAt === null).map(({ keyId, signs }) => [keyId, signs])

  assert.deepEqual(await signedWith(), [old?.keyId])
  const [fresh] = await key('add', '4771')
  assert.equal(String(fresh?.signs), 'false', 'the merchant does not have it yet')
  assert.deepEqual(await signedWith(), [old?.keyId])
  keys[String(fresh?.keyId)] = String(fresh?.secret)
  await key('use', '4771', String(fresh?.keyId))
  await until('webhooks signed with the new key', async () => (await signedWith()).includes(fresh?.keyId ?? ''), 20_000)
  assert.deepEqual(await inForce(), [
    [fresh?.keyId, true],
    [old?.keyId, false],
  ])

  await key('use', '4771', String(old?.keyId))
  await until('the way back', async () => (await signedWith()).includes(old?.keyId ?? ''), 20_000)
  await key('retire', '4771', String(old?.keyId))
  await until('the other in force', async () => (await signedWith()).includes(fresh?.keyId ?? ''), 20_000)
  assert.deepEqual(receiver.refused, [])
  await receiver.close()
})
