import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { corrected } from '../support/corrected.ts'
import { writeFile } from '../support/files.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { readFile, reportStrikesOf } from '../support/settlement.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, clockOf, payInWallet, setFaults } from '../support/simulator.ts'
import { isOfReconciliation, isOfSettlement } from './groups.ts'
import { crashAt } from './walk.ts'

/** What a file has to be for a point to be reached: a good day reaches the others. */
const faultOf = (point: CrashPoint) => {
  if (/commit_refusal/.test(point)) return [{ name: 'report-truncated', report: 'feeItems', times: 1 }]
  if (isOfCorrection(point)) return [{ name: 'report-amount-off', times: 1 }]
  return []
}

/** A file that corrects another reaches it, and the line in doubt that agrees then. */
const isOfCorrection = (point: CrashPoint): boolean => /commit_(correction|lines)/.test(point)

/** Has the day's spoiled files come, and lets Alipay+ write the right one beside them. */
const correct = async (sandbox: TestSandbox): Promise<void> => {
  await advance(sandbox, 'P1D')
  const strikes = await reportStrikesOf(sandbox)
  const path = strikes.at(-1)?.path ?? ''
  const text = corrected(
    await readFile(sandbox, path),
    strikes.filter((one) => one.path === path),
  )
  await writeFile(sandbox, 'alipayplus', path.replace('_000.csv', '_002.csv'), text, await clockOf(sandbox))
}

const dayMs = 24 * 3_600_000

describe('a gateway that dies over settlement', () => {
  let sandbox: TestSandbox
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox('error', noon)
    shop = openShop(sandbox, demoShop)
  })
  after(() => sandbox?.close())

  type Sold = { readonly paymentId: string; readonly made: Date }

  const sell = async (): Promise<Sold> => {
    const made = await clockOf(sandbox)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const refunded = await shop.refund(paymentId, { amountOfMoney: { amount: 1_000, currencyCode: 'EUR' } })
    assert.equal(refunded.status, 201, refunded.message)
    return { paymentId, made }
  }

  /** Without faults a payment is PAID ten days after it was made at the latest, whichever holidays lie between. */
  const paidInTime = async ({ paymentId, made }: Sold): Promise<void> => {
    const text = `select min(created_at) as at from webhook_events where payment_id = $1 and type = 'payment.paid'`
    for (;;) {
      const [paid] = await sandbox.db.read<{ at: Date | null }>({ text, values: [paymentId] })
      const days = ((paid?.at ?? (await clockOf(sandbox))).getTime() - made.getTime()) / dayMs
      assert.ok(days < 10, `${paymentId} is not PAID after ${days} days`)
      if (paid?.at) break
      await advance(sandbox, 'P1D')
    }
    assert.equal(await shop.statusOf(paymentId), 'PAID')
  }

  const walked = crashPoints.filter((point) => isOfSettlement(point) || isOfReconciliation(point))
  const sold: Sold[] = []
  // What was sold at one point is still on its way at the next ones, as on any day of business.
  for (const point of walked.filter((one) => faultOf(one).length === 0)) {
    test(`${point} loses nothing`, async () => {
      sold.push(await sell())
      await crashAt(sandbox, point, { during: () => advance(sandbox, 'P6D') })
      await sandbox.startGateway()
    })
  }

  test('pays in time what was sold at each of them', async () => {
    for (const one of sold) await paidInTime(one)
  })

  for (const point of walked.filter((one) => faultOf(one).length > 0)) {
    test(`${point} pays once`, async () => {
      const one = await sell()
      await setFaults(sandbox, ...(faultOf(point) as []))
      if (isOfCorrection(point)) await correct(sandbox)
      await crashAt(sandbox, point, { during: () => advance(sandbox, 'P6D') })
      await sandbox.startGateway()
      await setFaults(sandbox)
      if (isOfCorrection(point)) await paidInTime(one)
      else await advance(sandbox, 'P4D')
    })
  }

  test('keeps every promise', async () => {
    const verified = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      verified.filter(({ holds }) => holds !== true),
      [],
    )
  })
})
