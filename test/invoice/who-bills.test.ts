import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'

const [anna, tom] = [
  ['--as', 'anna@psp.example'],
  ['--as', 'tom@psp.example'],
] as const

describe('who bills', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  const invoice = (...command: string[]) => silkgate(sandbox, 'invoice', ...command)
  const suppliers = async () => (await invoice('suppliers')).map(({ series, waits }) => [series, waits])
  const ask = async (series: string): Promise<string> => {
    const who = ['--name', 'Acquirer B.V.', '--city', 'Delft', '--country', 'NL', '--vat-id', 'NL004495445B01']
    const [asked] = await invoice('set-supplier', '--series', series, ...who, ...anna)
    return String(asked?.approvalId)
  }

  test('is a matter for two people', async () => {
    const id = await ask('NL1')
    assert.deepEqual(await suppliers(), [
      ['SG', undefined],
      ['NL1', 'another person must approve'],
    ])
    await assert.rejects(invoice('approve-supplier', id, ...anna), /anna@psp.example has asked for it/)
    await invoice('approve-supplier', id, ...tom)
    await invoice('decline-supplier', await ask('NL2'), ...tom)
    assert.deepEqual(await suppliers(), [
      ['NL1', undefined],
      ['SG', undefined],
    ])
  })
})
