import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { accountsOf } from '../support/books.ts'
import { dispute, disputesOf, whenDispute } from '../support/disputes.ts'
import { aPdf, download, upload } from '../support/documents.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { advance, payInWallet, truthOf } from '../support/simulator.ts'
import { isOfDispute } from './groups.ts'
import { crashAt } from './walk.ts'

const sold = 10_000
const claimed = 4_000

/** Kills the gateway before and after every commit and call of a dispute, and sees that its claim is paid once. */
describe('a gateway that dies over a dispute', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '4717')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  const survive = async (point: CrashPoint): Promise<void> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(sold))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const { disputes } = shop.client.v1
    const proof = aPdf()
    const handIn = (id: string) => upload(shop, id, proof, { key: `file ${id}` })
    const giveIn = async (key: string) => {
      const { id } = await whenDispute(shop, paymentId, 'DRAFT')
      return disputes.cancel(shop.merchantId, id, { idempotence: { key } })
    }
    if (point.endsWith('commit_news')) {
      await crashAt(sandbox, point, { during: () => dispute(sandbox, paymentId, 'escalation', claimed) })
      await sandbox.startGateway()
      await advance(sandbox, 'PT5M')
      await giveIn(point)
    } else if (point.endsWith('commit_file')) {
      await dispute(sandbox, paymentId, 'escalation', claimed)
      const { id } = await whenDispute(shop, paymentId, 'DRAFT')
      await crashAt(sandbox, point, { during: () => handIn(id).catch(() => undefined) })
      await sandbox.startGateway()
      const { fileId } = await handIn(id)
      const { files } = (await whenDispute(shop, paymentId, 'DRAFT')).disputeOutput
      assert.deepEqual(
        files.map((file) => file.id),
        [fileId],
        'it is kept once',
      )
      assert.deepEqual(await download(shop, fileId).then((given) => 'content' in given && given.content), proof)
      await giveIn(point)
    } else {
      await dispute(sandbox, paymentId, 'escalation', claimed)
      const { id } = await whenDispute(shop, paymentId, 'DRAFT')
      await crashAt(sandbox, point, { during: () => giveIn(point).catch(() => undefined) })
      await sandbox.startGateway()
      const { status } = await disputes.cancel(shop.merchantId, id, { idempotence: { key: point } })
      assert.equal(status, 200, 'the merchant asks again with its key')
    }
    await advance(sandbox, 'PT5M')
    await whenDispute(shop, paymentId, 'CANCELLED')
    assert.deepEqual(
      (await disputesOf(sandbox, paymentId)).map(({ answer }) => answer?.gives),
      [String(claimed)],
    )
    const left = BigInt(sold - claimed)
    assert.equal((await truthOf(sandbox, paymentId))?.charged.value, String(left))
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: left, pending: -left })
    await shop.webhooks.until((received) =>
      ['dispute.draft', 'dispute.cancelled'].every((type) =>
        received.some(
          ({ body }) =>
            body.type === type && (body.dispute as { paymentId?: string } | undefined)?.paymentId === paymentId,
        ),
      ),
    )
  }

  for (const point of crashPoints.filter(isOfDispute)) {
    test(`${point} pays the claim once`, () => survive(point))
  }
})
