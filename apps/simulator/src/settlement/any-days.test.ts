import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { aPaidOrder, closeDays, type ReadReport, readReport, signed } from './testing.ts'

const first = '2026-12-22'
const firstMs = Date.parse(`${first}T00:00:00+08:00`)
const dayMs = 24 * 3_600_000

/** Orders over nine days around Christmas, in three settlement currencies, some of them given back in parts or cancelled. */
const anOrder = fc
  .record({
    minor: fc.bigInt({ min: 100n, max: 10_000_000n }),
    currency: fc.constantFrom('EUR', 'JPY', 'HKD'),
    settlesIn: fc.constantFrom('EUR', 'JPY', 'HKD'),
    wallet: fc.constantFrom('ALIPAY_CN', 'ALIPAY_HK', 'GCASH'),
    region: fc.constantFrom('HK', 'NL'),
    afterMs: fc.integer({ min: 0, max: 9 * dayMs - 1 }),
    back: fc.array(
      fc.record({ part: fc.bigInt({ min: 1n, max: 50n }), afterMs: fc.integer({ min: 0, max: 3 * dayMs }) }),
      {
        maxLength: 2,
      },
    ),
    isCancelled: fc.boolean(),
  })
  .map(({ afterMs, back, isCancelled, ...sold }) => (number: number) => {
    const paidAt = new Date(firstMs + afterMs)
    const refunds = back.map((one, at) => ({
      refundRequestId: `R${number}-${at}`,
      refundId: `2026122200000000000000000000R${number}-${at}`,
      minor: (sold.minor * one.part) / 100n,
      at: new Date(paidAt.getTime() + one.afterMs),
    }))
    const cancelledAt = isCancelled && back.length === 0 ? paidAt : undefined
    return aPaidOrder({ ...sold, number, paidAt }, { refunds, cancelledAt })
  })

const orders = fc.array(anOrder, { maxLength: 30 }).map((makers) => makers.map((make, number) => make(number)))

const sum = (rows: ReadReport['rows'], column: string): bigint =>
  rows.reduce((total, row) => total + signed(row, column), 0n)

describe('any orders of any days', () => {
  const anyDays = (
    check: (lived: Awaited<ReturnType<typeof closeDays>>, sold: readonly ReturnType<typeof aPaidOrder>[]) => void,
  ) =>
    fc.assert(
      fc.asyncProperty(orders, async (sold) => check(await closeDays('2026-12-21', 21, sold), sold)),
      { numRuns: 60 },
    )

  test('give reports whose totals are the sums of their details, and agree with each other', () =>
    anyDays(({ texts, clearing, settlement }) => {
      const reportOf = (kind: string, batchId: string) => {
        const path = [...texts.keys()].find((one) => one.includes(`/${kind}_`) && one.includes(`_${batchId}_`))
        return readReport(texts.get(path ?? '') ?? '')
      }
      for (const { clearingBatchId } of clearing) {
        const items = reportOf('transactionItems', clearingBatchId)
        const fees = reportOf('feeItems', clearingBatchId)
        const summary = reportOf('summary', clearingBatchId)
        const net = sum(items.rows, 'settlementAmountValue')
        assert.deepEqual(
          [items.total?.totalCount, signed(items.total, 'netSettlementAmountValue')],
          [String(items.rows.length), net],
        )
        const taken = sum(fees.rows, 'feeAmountValue')
        assert.deepEqual(
          [fees.total?.totalCount, signed(fees.total, 'totalFeeAmountValue')],
          [String(fees.rows.length), taken],
        )
        assert.equal(sum(summary.rows, 'netSettlementAmountValue'), net + taken)
      }
      for (const { settlementBatchId, clearingBatchIds } of settlement) {
        const { total, rows } = reportOf('settlement', settlementBatchId)
        assert.equal(signed(total, 'settlementAmountValue'), sum(rows, 'netSettlementAmountValue'))
        assert.deepEqual(
          rows.map((row) => row.clearingBatchId),
          clearingBatchIds,
        )
        for (const row of rows) {
          const summary = reportOf('summary', row.clearingBatchId ?? '')
          assert.equal(signed(row, 'netSettlementAmountValue'), sum(summary.rows, 'netSettlementAmountValue'))
        }
      }
    }))

  test('are cleared once each, under the agreement of their wallet and currency, and settled within the days', () =>
    anyDays(({ texts, clearing }, sold) => {
      const cleared = [...texts].flatMap(([path, text]) =>
        path.includes('/transactionItems_')
          ? readReport(text).rows.map((row) => `${row.transactionRequestId} ${row.clearingBatchId?.slice(9)}`)
          : [],
      )
      const moved = sold.flatMap(({ paymentRequestId, cancelledAt, refunds, wallet, terms }) => {
        const ids = cancelledAt ? [] : [paymentRequestId, ...refunds.map(({ refundRequestId }) => refundRequestId)]
        return ids.map((id) => `${id} ${wallet === 'ALIPAY_CN' ? 'CN' : 'STD'}${terms.settlementCurrency}`)
      })
      assert.deepEqual(cleared.toSorted(), moved.toSorted())
      const last = clearing.filter(({ settledBy }) => settledBy === undefined).map(({ day }) => day)
      assert.ok(
        last.every((day) => day >= '2027-01-07'),
        `${last}`,
      )
    }))
})
