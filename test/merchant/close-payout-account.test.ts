import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { payoutAccountOf } from '../../apps/gateway/src/merchant/index.ts'
import { addShop, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'

const anna = ['--as', 'anna@psp.example']
const ben = ['--as', 'ben@psp.example']
const minuteMs = 60_000

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox()
})
after(() => sandbox?.close())

test('a payout account is closed by two people, with every version before it; a later one cools off first', async () => {
  await addShop(sandbox, '90')
  const account = (what: string, ...more: readonly string[]) =>
    silkgate(sandbox, 'payout-account', what, '90', 'EUR', ...more)
  const fails = (says: RegExp, ...command: Parameters<typeof account>) => assert.rejects(account(...command), says)
  const add = async (iban: string) => {
    const whose = ['--holder', 'Demo Shop B.V.', '--town', 'Rotterdam', '--country', 'NL', '--proof', 'a letter']
    await silkgate(sandbox, 'payout-account', 'add', '90', '--currency', 'EUR', '--iban', iban, ...whose, ...anna)
    await account('approve', ...ben)
  }
  const ibanIn = (ms: number) =>
    sandbox.db.transaction('chore.set_up', async (tx) => {
      const found = await payoutAccountOf(tx, '90', 'EUR', new Date(Date.now() + ms))
      return found && 'iban' in found.account ? found.account.iban : undefined
    })
  const [soon, inTwoDays] = [minuteMs, 2 * 1_440 * minuteMs]
  const why = ['--reason', 'the shop moves to another bank']

  await add('NL91ABNA0417164300')
  await fails(/Nobody has asked to close/, 'approve-closing', ...ben)
  const [asked] = await account('close', ...why, ...anna)
  assert.deepEqual([asked?.closingAskedBy, asked?.closingReason], ['anna@psp.example', why[1]])
  assert.equal(await ibanIn(soon), 'NL91ABNA0417164300', 'nothing is closed before another person agrees')
  await fails(/has asked for it already/, 'close', ...why, ...ben)
  await fails(/somebody else must agree/, 'approve-closing', ...anna)
  await account('decline-closing', ...anna)

  await add('NL32DEMO0000001234')
  await account('close', ...why, ...anna)
  const [closed] = await account('approve-closing', ...ben)
  assert.equal(closed?.closedBy, 'ben@psp.example')
  assert.deepEqual([await ibanIn(soon), await ibanIn(inTwoDays)], [undefined, undefined])
  await fails(/no open payout account in EUR/, 'close', ...why, ...anna)
  await fails(/Version 2 is closed/, 'approve', ...ben)

  await add('NL91ABNA0417164300')
  assert.deepEqual([await ibanIn(soon), await ibanIn(inTwoDays)], [undefined, 'NL91ABNA0417164300'])
})
