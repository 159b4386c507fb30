import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { describe, test } from 'node:test'
import { aPaidOrder, closeDays } from '../../apps/simulator/src/settlement/testing.ts'
import { read } from '../../packages/alipayplus/src/reports/testing.ts'

const orders = Array.from({ length: 12 }, (_, number) =>
  aPaidOrder(
    {
      number,
      currency: 'EUR',
      minor: 12_345n + BigInt(number),
      settlesIn: number % 2 ? 'EUR' : 'JPY',
      wallet: number % 3 ? 'GCASH' : 'ALIPAY_CN',
    },
    number % 4
      ? {}
      : {
          refunds: [
            {
              refundRequestId: `R${number}`,
              refundId: `2026${number}`,
              minor: 1_000n,
              at: new Date('2026-11-26T10:00:00Z'),
            },
          ],
        },
  ),
)

describe('the files that the simulator writes', () => {
  test('are read by the package that knows nothing of it: each whole, and each row sound', async () => {
    const { texts } = await closeDays('2026-11-25', 9, orders)
    assert.ok(texts.size > 100)
    for (const [path, text] of texts) {
      const { rows, broken, head } = await read(text, { name: basename(path) })
      assert.deepEqual([broken, head.kind], [[], basename(path).split('_')[0]], path)
      assert.equal(rows.length, text.split(/\n\n/).at(-1)?.trimEnd().split('\n').slice(1, -1).length, path)
    }
  })

  test('tell the reader when they are spoiled as a whole, but for columns in another order', async () => {
    const { texts, strikes } = await closeDays('2026-11-25', 1, orders, [
      { name: 'report-truncated', report: 'transactionItems', times: 1 },
      { name: 'report-columns-permuted', report: 'feeItems', times: 1 },
    ])
    const of = async (fault: string) => {
      const path = strikes.find((one) => one.fault === fault)?.path ?? ''
      return read(texts.get(path) ?? '', { name: basename(path) })
    }
    const truncated = await of('report-truncated')
    assert.equal(truncated.broken.length, 1)
    assert.deepEqual((await of('report-columns-permuted')).broken, [])
  })
})
