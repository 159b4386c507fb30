import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { filesOf, readFile, reportStrikesOf, settlementOf } from '../support/settlement.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

/** Pays an order with the first wallet of its currency; answers its paymentId. */
const paid = async (sandbox: TestSandbox, amount: number, currency: string): Promise<string> => {
  const shop = openShop(sandbox, demoShop)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, currency))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

describe('the files of Alipay+', () => {
  let sandbox: TestSandbox
  let paymentId: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  test('are none as long as nothing was ever ordered', async () => {
    await advance(sandbox, 'P1D')
    assert.deepEqual(await filesOf(sandbox), [])
  })

  test('are written at 08:00 UTC+8 of each day: three for each agreement, and one where it is settled', async () => {
    paymentId = await paid(sandbox, 10_000, 'HKD')
    await advance(sandbox, 'P5D')
    const files = await filesOf(sandbox)
    const of = (kind: string, agreement: string) =>
      files.filter(({ path }) => path.includes(`/${kind}_`) && path.endsWith(`_${agreement}_000.csv`))
    const days = ['26', '27', '28', '29', '30'].map((day) => `2026-11-${day}T00:00:00.000Z`)
    for (const kind of ['transactionItems', 'summary', 'feeItems']) {
      for (const agreement of ['STDEUR', 'CNEUR'])
        assert.deepEqual(
          of(kind, agreement).map(({ writtenAt }) => writtenAt),
          days,
        )
    }
    const settledOn = (agreement: string) => of('settlement', agreement).map(({ writtenAt }) => writtenAt.slice(0, 10))
    assert.deepEqual(settledOn('STDEUR'), ['2026-11-27', '2026-11-30'])
    assert.deepEqual(settledOn('CNEUR'), ['2026-11-26', '2026-11-27', '2026-11-30'])
    assert.equal(files.length, 2 * 3 * days.length + 5)
  })

  test('say what is true: the payment, its fees, and when its net is paid', async () => {
    const file = (await filesOf(sandbox)).find(
      ({ path }) => path.includes('/transactionItems_') && path.includes('25STDEUR'),
    )
    assert.ok(file)
    assert.match(
      await readFile(sandbox, file.path),
      new RegExp(`^1,1113,EUR,C$[^]*,${paymentId},PAYMENT,[^]*\\n<END>\\n$`, 'm'),
    )
    const { clearingBatches, settlementBatches } = await settlementOf(sandbox)
    const cleared = clearingBatches.find(({ clearingBatchId }) => clearingBatchId === 'C20261125STDEUR')
    assert.deepEqual([cleared?.gross, cleared?.fees, cleared?.net], ['1113', '-13', '1100'])
    const settled = settlementBatches.find(({ settlementBatchId }) => settlementBatchId === cleared?.settledBy)
    assert.deepEqual([settled?.valueDate, settled?.net, settled?.fundDirection], ['2026-11-27', '1100', 'C'])
  })

  test('are nobody else’s, and say so', async () => {
    const status = async (path: string) => (await fetch(`${sandbox.simulatorUrl}/control/files${path}`)).status
    assert.deepEqual(
      [await status('?owner=gremlins'), await status('/bank/sandbox'), await status('/alipayplus/nothing')],
      [400, 404, 404],
    )
  })
})

/** What lies there of the ten days after a payment, which a step lets pass. */
const tenDays = async (step: (sandbox: TestSandbox) => Promise<void>): Promise<readonly string[]> => {
  const sandbox = await aSandbox('error', noon)
  try {
    await paid(sandbox, 10_000, 'HKD')
    await step(sandbox)
    return (await filesOf(sandbox))
      .filter(({ writtenAt }) => writtenAt < '2026-12-04T12')
      .map(({ path, size, writtenAt }) => `${writtenAt} ${size} ${path}`)
  } finally {
    await sandbox.close()
  }
}

test('a simulator that is killed at any time, also while files are written, loses none and doubles none', async () => {
  const [undisturbed, disturbed] = await Promise.all([
    tenDays((sandbox) => advance(sandbox, 'P10D')),
    tenDays(async (sandbox) => {
      for (let kill = 1; kill < 6; kill++) {
        // The clock stops where the simulator dies.
        const stopped = advance(sandbox, 'P10D').catch(() => {})
        await until('more files', async () => (await filesOf(sandbox)).length >= 8 * kill)
        await sandbox.simulator().end('SIGKILL')
        await stopped
        await sandbox.startSimulator()
      }
      await advance(sandbox, 'P10D')
    }),
  ])
  assert.equal(undisturbed.length, 75)
  assert.deepEqual(disturbed, undisturbed)
})

test('what is spoiled is told, and still known after a restart', async () => {
  const sandbox = await aSandbox('error', noon)
  try {
    const paymentId = await paid(sandbox, 10_000, 'HKD')
    await setFaults(
      sandbox,
      { name: 'report-row-missing', paymentRequestId: paymentId },
      { name: 'report-late', times: 1 },
    )
    await advance(sandbox, 'PT18H')
    const struck = (await reportStrikesOf(sandbox)).map(({ fault, transactionId }) => [fault, transactionId])
    const { paymentId: transactionId } = (await truthOf(sandbox, paymentId)) ?? {}
    assert.deepEqual(struck, [
      ['report-late', undefined],
      ['report-row-missing', transactionId],
    ])
    const files = await filesOf(sandbox)
    assert.equal(files.length, 5 + 1, 'the late file is there before its time')
    await sandbox.simulator().end('SIGKILL')
    await sandbox.startSimulator()
    await advance(sandbox, 'P1D')
    const [late] = await reportStrikesOf(sandbox)
    assert.ok((await filesOf(sandbox)).some(({ path }) => path === late?.path))
  } finally {
    await sandbox.close()
  }
})
