import { remittanceStatuses } from '@silkgate/domain'
import type { RemittanceRow } from '../../../apps/gateway/src/remittance/index.ts'
import type { ListedMovement } from '../../../apps/gateway/src/remittance/remittance-page.store.ts'
import { movementView, remittanceView } from '../../../apps/gateway/src/remittance/remittance-view.ts'
import { allStatuses, transactionKinds } from '../../../apps/gateway/src/transaction/transaction-query.ts'
import { transactionView } from '../../../apps/gateway/src/transaction/transaction-view.ts'
import { payments, refunds } from '../samples.ts'
import type { OperationWords } from './operation-words.ts'

const place = { at: '2026-11-24T09:00:00.000000Z', id: '000000123400000000010000100001' }
const cursor = Buffer.from(`${place.at} ${place.id}`).toString('base64url')

const { refund, stored } = refunds.accepted
const ofPayment = { wallet: 'GCash', merchantReference: stored.request.merchantReference, merchantOrderId: undefined }
/** What the examples speak of. */
export const remittanceId = 'R0000001234EUR0000007'

const instant = { format: 'date-time' }
const page = {
  order: { says: 'Which come first', schema: { enum: ['oldest', 'newest'], default: 'oldest' } },
  limit: { says: 'How many at most', schema: { minimum: 1, maximum: 100, default: 50 } },
  cursor: { says: 'The `next` of the page before' },
}

const { paymentId } = payments.captured.payment

/** A remittance as it is stored. */
export const remittance: RemittanceRow = {
  ...{ merchant_id: 1234n, remittance_id: remittanceId, run_id: '0198e1c2-7a10-7d52-8c3e-2b4f6a8c0e13' },
  ...{ currency: 'EUR', minor: 1069n, status: 'confirmed', version: 4, after_position: 12n, cutoff_position: 31n },
  ...{ available_at_cutoff: 1069n, allowed_negative: 0n, carried_over_minor: 0n, movements_minor: 1069n },
  ...{ reserve_minor: 0n, kept_back_minor: 0n, created_at: new Date('2026-11-27T09:00:00Z'), started_by: 'the clock' },
  account: {
    version: 1,
    holder: 'Demo Shop B.V.',
    account: { iban: 'NL20INGB0001234567' },
    bic: 'INGBNL2A',
    address: { street: 'Kalverstraat', building: '1', postcode: '1012 NX', town: 'Amsterdam', country: 'NL' },
  },
  ...{ approved_at: new Date('2026-11-27T09:00:00Z'), approved_by: null, file_id: null, payment_information_id: null },
  ...{ sent_at: new Date('2026-11-27T09:00:01Z'), accepted_at: new Date('2026-11-27T09:30:00Z') },
  ...{ confirmed_at: new Date('2026-11-28T05:01:00Z'), rejected_at: null, returned_at: null, cancelled_at: null },
  ...{ cancelled_by: null, reason: null, carried_into: null },
}

const movement = (kind: 'payment' | 'fee', minor: bigint): ListedMovement => ({
  ...{ merchant_id: 1234n, remittance_id: remittanceId, movement_id: paymentId, kind, payment_id: paymentId },
  ...{ transaction_id: paymentId, about: null, minor, at: new Date('2026-11-27T05:05:00Z') },
})
const movements = [movement('fee', -31n), movement('payment', 1100n)]
const movementCursor = Buffer.from(`payment ${paymentId}`).toString('base64url')

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
      remittanceId,
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
      remittanceId: { says: 'Only what was paid out, or taken, with this remittance' },
      ...page,
    },
    answer: () =>
      clean({
        transactions: [
          transactionView({ kind: 'payment', place, stored: payments.captured, remittanceId: undefined }),
          transactionView({ kind: 'refund', place, stored: refund, of: ofPayment, remittanceId: undefined }),
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
  'remittances.find': {
    summary: 'List remittances',
    says:
      'What you were paid, in the order in which it was made. Amounts are whole numbers of the smallest unit of the currency. ' +
      '`availableAtCutoff` is what was `carriedOver` from before plus the `movements` since; less the `reserve` and what was ' +
      '`keptBack` for disputes and held payments it is the `amount`. What was rejected, returned or cancelled is paid with the ' +
      'remittance that it is `carriedInto`.',
    query: {
      ...{ from: '2026-11-24T00:00:00Z', to: '2026-12-01T00:00:00Z', status: 'sent,accepted,confirmed' },
      ...{ currencyCode: 'EUR', order: 'oldest', limit: 50, cursor },
    },
    queryWords: {
      from: { says: 'Made at this instant or later', schema: instant },
      to: { says: 'Made before this instant', schema: instant },
      status: { says: `One or more, with commas: ${Object.keys(remittanceStatuses).join(', ')}` },
      ...page,
    },
    answer: () => clean({ remittances: [remittanceView(remittance)], next: cursor }),
  },
  'remittances.get': {
    summary: 'Get a remittance',
    says: 'What was paid, to which account, and how far it has come.',
    answer: () => clean(remittanceView(remittance)),
  },
  'remittances.payments': {
    summary: 'List what a remittance is made of',
    says:
      'Payments, our fees for them, refunds, disputes and what earlier remittances did not pay, by kind; negative: less for ' +
      'you. Their sum is `movements` of the remittance.',
    query: { limit: 50, cursor: movementCursor },
    queryWords: { limit: page.limit, cursor: page.cursor },
    answer: () => clean({ payments: movements.map((one) => movementView(one, 'EUR')), next: movementCursor }),
  },
}
