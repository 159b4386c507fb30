import { allStatuses, transactionKinds } from '../../../apps/gateway/src/transaction/transaction-query.ts'
import { transactionView } from '../../../apps/gateway/src/transaction/transaction-view.ts'
import { payments, refunds } from '../samples.ts'
import type { OperationWords } from './operation-words.ts'

const place = { at: '2026-11-24T09:00:00.000000Z', id: '000000123400000000010000100001' }
const cursor = Buffer.from(`${place.at} ${place.id}`).toString('base64url')

const { refund, stored } = refunds.accepted
const ofPayment = { wallet: 'GCash', merchantReference: stored.request.merchantReference, merchantOrderId: undefined }
const instant = { format: 'date-time' }
const page = {
  limit: { says: 'How many at most', schema: { minimum: 1, maximum: 100, default: 50 } },
  cursor: { says: 'The `next` of the page before' },
}

const clean = (value: object): object => JSON.parse(JSON.stringify(value)) as object

/** What a merchant reads of its transactions and its money. */
export const onlineReporting: Readonly<Record<string, OperationWords & { readonly answer: () => object }>> = {
  'transactions.find': {
    summary: 'List transactions',
    says:
      'Payments, refunds and disputes in the order of their creation. A page may hold fewer than `limit` rows, even none: the ' +
      'list is at its end where there is no `next`. `amountOfMoney` has two implied decimals for every currency, as everywhere ' +
      'in Connect, and is positive. `settlement` and `fee` are whole numbers of the smallest unit of the settlement currency: ' +
      '`settlement` is what Alipay+ settles, negative where it takes; missing where nothing moved, or nothing is known yet.',
    query: {
      from: '2026-11-24T00:00:00Z',
      to: '2026-11-25T00:00:00Z',
      kind: 'payment,refund',
      status: 'CAPTURED,PAID',
      wallet: 'GCash',
      currencyCode: 'EUR',
      amountFrom: 100,
      amountTo: 500000,
      merchantReference: 'ORDER-1',
      paymentId: payments.captured.payment.paymentId,
      order: 'oldest',
      limit: 50,
      cursor,
    },
    queryWords: {
      from: { says: 'Created at this instant or later', schema: instant },
      to: { says: 'Created before this instant', schema: instant },
      kind: { says: `One or more, with commas: ${transactionKinds.join(', ')}` },
      status: { says: `One or more, with commas: ${allStatuses.join(', ')}` },
      wallet: { says: 'The brand of the wallet that paid, as `wallet` of a row', schema: { maxLength: 100 } },
      currencyCode: { says: 'The currency of `amountOfMoney`, ISO 4217', schema: { pattern: '^[A-Z]{3}$' } },
      amountFrom: { says: 'At least so much, two implied decimals; together with `currencyCode`' },
      amountTo: { says: 'At most so much, two implied decimals; together with `currencyCode`' },
      merchantReference: {
        says: 'The reference that you gave for the payment or the refund',
        schema: { maxLength: 256 },
      },
      paymentId: { says: 'Only a payment with its refunds and disputes' },
      order: { says: 'Which come first', schema: { enum: ['oldest', 'newest'], default: 'oldest' } },
      ...page,
    },
    answer: () =>
      clean({
        transactions: [
          transactionView({ kind: 'payment', place, stored: payments.captured }),
          transactionView({ kind: 'refund', place, stored: refund, of: ofPayment }),
        ],
        next: cursor,
      }),
  },
  'balances.get': {
    summary: 'Get balances',
    says:
      'What you are owed, per currency, now, or as of an instant or of a position of your books; negative: what you owe. ' +
      '`pending` comes once Alipay+ has paid, `available` with the next remittance, `reserve` is kept back for a time, ' +
      '`inTransit` is on its way to your bank, `refundsInFlight` to consumers, `unpriced` has no settlement amount yet and ' +
      'stands in the currency of its payments. All are whole numbers of the smallest unit of `currency`, which has so many ' +
      '`decimals`.',
    query: { asOf: '2025-01-01T00:00:00Z' },
    queryWords: {
      asOf: { says: 'An instant; all that was booked until then', schema: instant },
      position: { says: 'A position of your books, as remittances and reports name it, in place of `asOf`' },
    },
    answer: () => ({
      asOf: '2026-11-24T09:00:00.000Z',
      balances: [
        {
          ...{ currency: 'EUR', decimals: 2, pending: '1100', available: '48213', reserve: '0', inTransit: '0' },
          ...{ refundsInFlight: '0', unpriced: '0', total: '49313' },
        },
      ],
    }),
  },
}
