import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'
import { isOfReconciliation, isOfSettlement } from './groups.ts'
import { crashAt } from './walk.ts'

/** What a file has to be for a point to be reached: a good day reaches the others. */
const faultOf = (point: CrashPoint) => {
  if (/commit_refusal/.test(point)) return [{ name: 'report-truncated', report: 'feeItems', times: 1 }]
  return []
}

/** Only a file that corrects another reaches it, and lines in doubt that agree later; their own tests tell of both. */
const isOfCorrection = (point: CrashPoint): boolean => /commit_(correction|lines)/.test(point)

describe('a gateway that dies over settlement', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  const walked = crashPoints.filter((point) => isOfSettlement(point) || isOfReconciliation(point))
  for (const point of walked.filter((one) => !isOfCorrection(one))) {
    test(`${point} pays once`, async () => {
      const shop = openShop(sandbox, demoShop)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      const refunded = await shop.refund(paymentId, { amountOfMoney: { amount: 1_000, currencyCode: 'EUR' } })
      assert.equal(refunded.status, 201, refunded.message)
      const faults = faultOf(point)
      await setFaults(sandbox, ...(faults as []))
      await crashAt(sandbox, point, { during: () => advance(sandbox, 'P6D') })
      await sandbox.startGateway()
      await setFaults(sandbox)
      await advance(sandbox, 'P4D')
      if (faults.length === 0) await shop.whenStatus(paymentId, 'PAID')
      const verified = await silkgate(sandbox, 'verify', '--all')
      assert.deepEqual(
        verified.filter(({ holds }) => holds !== true),
        [],
      )
    })
  }
})
