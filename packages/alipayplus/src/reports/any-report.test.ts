import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { golden, read } from './testing.ts'

test('any items that are written are read the same', async () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcXYZ09 ,";\'é漢-'), minLength: 1, maxLength: 20 })
  const item = fc.record({
    transactionId: word,
    transactionRequestId: word,
    originalTransactionId: fc.option(word, { nil: undefined }),
    transactionType: fc.constantFrom('PAYMENT', 'REFUND', 'CHARGEBACK'),
    transactionTime: fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
    pspId: fc.option(word, { nil: undefined }),
    amount: fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
    settlement: fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
  })
  const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const abs = (minor: bigint) => (minor < 0n ? -minor : minor)
  const header = golden('transactionItems').split('\n')[3] ?? ''
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 20 }), fc.nat(50), async (items, size) => {
      const total = items.reduce((sum, { settlement }) => sum + settlement, 0n) % 10n ** 18n
      const lines = items.map((one) => {
        const cells: Record<string, string> = {
          clearingBatchId: 'B1',
          counterParticipantId: one.pspId ?? '',
          transactionId: one.transactionId,
          originalTransactionId: one.originalTransactionId ?? '',
          transactionRequestId: one.transactionRequestId,
          transactionType: one.transactionType,
          transactionTime: new Date(one.transactionTime.getTime() + 28_800_000).toISOString().replace('Z', '+08:00'),
          transactionAmountValue: String(one.amount),
          transactionCurrency: 'JPY',
          settlementAmountValue: String(abs(one.settlement)),
          settlementCurrency: 'EUR',
          fundDirection: one.settlement < 0n ? 'D' : 'C',
        }
        return header.split(',').map((name) => quote(cells[name] ?? ''))
      })
      const totals = `${items.length},${abs(total)},EUR,${total < 0n ? 'D' : 'C'}`
      const summary = golden('transactionItems').split('\n')[0]
      const text = [summary, totals, '', header, ...lines.map((cells) => cells.join(',')), '<END>', ''].join('\n')
      const { rows, broken, head } = await read(text, { size: size + 1 })
      assert.deepEqual(broken, [])
      assert.deepEqual(head.summary, { count: items.length, total, currency: 'EUR' })
      const line = (index: number) => ({ batchId: 'B1', amountCurrency: 'JPY', currency: 'EUR', line: index + 5 })
      assert.deepEqual(
        rows,
        items.map((one, index) => ({ ...one, ...line(index) })),
      )
    }),
  )
})
