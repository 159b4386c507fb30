import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { atTheBank, type BankCustomer } from '../support/bank-sftp.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { setFaults } from '../support/simulator.ts'
import { fileOf, transfer } from '../support/transfers.ts'

describe('the folder of the bank', () => {
  let sandbox: TestSandbox
  let customer: BankCustomer
  before(async () => {
    sandbox = await aSandbox('error', noon)
    customer = await atTheBank(sandbox)
  })
  after(async () => {
    customer?.close()
    await sandbox?.close()
  })

  const messages = async (): Promise<string[]> => {
    const answer = await fetch(`${sandbox.simulatorUrl}/control/bank/transfers`)
    return ((await answer.json()) as { messages: { path: string }[] }).messages.map(({ path }) => path)
  }

  test('is there before anything is in it, and shows what was put there', async () => {
    const namesIn = (folder: string) =>
      new Promise<string[]>((resolve, reject) =>
        customer.sftp.readdir(folder, (error, list) =>
          error ? reject(error) : resolve(list.map(({ filename }) => filename)),
        ),
      )
    assert.ok((await namesIn('/')).includes('in'))
    assert.deepEqual(await namesIn('/in'), [])
    await customer.put('/in/A.xml', fileOf('A', [transfer('A-1')]))
    assert.deepEqual(await namesIn('/in'), ['A.xml'])
  })

  test('takes a file that is not whole once it gets its name, and a name once', async () => {
    await customer.put('/in/B.xml.part', 'half of')
    await customer.put('/in/B.xml.part', fileOf('B', [transfer('B-1')]))
    assert.deepEqual(await messages(), ['/in/A.xml'])
    await customer.rename('/in/B.xml.part', '/in/B.xml')
    assert.deepEqual(await messages(), ['/in/B.xml', '/in/A.xml'])
    await customer.put('/in/C.xml.part', fileOf('C', [transfer('C-1')]))
    await assert.rejects(customer.rename('/in/C.xml.part', '/in/B.xml'))
    await assert.rejects(customer.put('/in/A.xml', 'another'))
    await assert.rejects(customer.rename('/in/A.xml', '/in/D.xml'))
    assert.deepEqual(await messages(), ['/in/B.xml', '/in/A.xml'])
  })

  test('is the only one that takes files, and none that are too large', async () => {
    for (const path of ['/statements/x.xml', '/x.xml', '/in/../x.xml', '/in/deep/x.xml', '/in']) {
      await assert.rejects(customer.put(path, 'x'), path)
    }
    await assert.rejects(customer.putAt('/in/large.xml', 9 * 1024 * 1024, 'x'))
    await assert.rejects(customer.putAt('/in/gap.xml', 1, 'x'))
    assert.deepEqual(await messages(), ['/in/B.xml', '/in/A.xml'])
  })

  test('takes nothing of a file whose connection breaks', async () => {
    await setFaults(sandbox, { name: 'sftp-breaks' })
    const another = await atTheBank(sandbox)
    await assert.rejects(another.put('/in/E.xml', fileOf('E', [transfer('E-1')])), /broke/)
    const again = await atTheBank(sandbox)
    await again.put('/in/E.xml', fileOf('E', [transfer('E-1')]))
    again.close()
    assert.deepEqual(await messages(), ['/in/E.xml', '/in/B.xml', '/in/A.xml'])
  })
})
