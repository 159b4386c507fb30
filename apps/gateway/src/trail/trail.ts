import { type MerchantId, merchantOf, type PaymentId, statusOf } from '@silkgate/domain'
import type { StoredPayment } from '../payment/index.ts'
import type { Db, Row } from '../postgres/db.ts'
import { readStage, type Stage, stages } from './trail.store.ts'

/** From the call to the bank line: what is known of each stage, and where the money is now. */
export type Trail = { readonly paymentId: PaymentId; readonly status: string; readonly money: string } & Readonly<
  Partial<Record<Stage, readonly Row[]>>
>

type Needs = {
  readonly db: Db
  readonly getPayment: (merchantId: MerchantId, paymentId: PaymentId) => Promise<StoredPayment | undefined>
}

/** What is between Alipay+, the bank and the operator is no merchant's matter. */
const forMerchants: readonly Stage[] = ['calls', 'events', 'webhooks', 'clearing', 'settlement', 'bank', 'remittances']
const ofAll = [
  'clearingDay',
  'at',
  'valueDate',
  'bookingDay',
  'valueDay',
  'settledAt',
  'clearingBatchId',
  'settlementBatchId',
]

/** Batches hold other merchants' money too: a merchant is told their days and ids alone. */
const withoutOthers = (stage: Stage, rows: readonly Row[]): readonly Row[] =>
  stage === 'clearing' || stage === 'settlement' || stage === 'bank'
    ? rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => ofAll.includes(name))))
    : rows

/** What is not known is left out. */
const withoutNulls = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

const whereRemitted: Readonly<Record<string, string>> = {
  awaiting_approval: 'on our bank account; its remittance waits for a second person',
  approved: 'on our bank account; its remittance goes to the bank next',
  sent: 'on its way to the merchant',
  accepted: 'on its way to the merchant',
  confirmed: 'paid to the merchant',
}

/** Where the money of a payment is, in words. */
const whereIs = ({ payment }: StoredPayment, found: Partial<Record<Stage, readonly Row[]>>): string => {
  if (payment.lateSuccess) return 'it came late and goes back to the consumer'
  if (!payment.captured) return 'none has moved'
  if (payment.settled) {
    const last = found.remittances?.at(-1)
    if (last?.isKeptBack) return 'on our bank account; its remittance kept it back'
    return whereRemitted[String(last?.status)] ?? 'on our bank account'
  }
  const [line] = found.reportLines?.filter(({ type }) => type === 'PAYMENT') ?? []
  if (line === undefined) return 'with Alipay+; no report has named it yet'
  if (line.outcome !== 'agreed') return `in doubt: its report line says ${line.outcome}`
  return found.settlement?.length
    ? 'announced by a settlement report; not on our bank statement yet'
    : 'cleared by Alipay+'
}

/** The money trail of a payment; undefined where its merchant has no such payment. */
export const trailOf =
  ({ db, getPayment }: Needs) =>
  async (
    paymentId: PaymentId,
    merchantId = merchantOf(paymentId),
    isForMerchant = false,
  ): Promise<Trail | undefined> => {
    const stored = await getPayment(merchantId, paymentId)
    if (stored === undefined) return undefined
    const read = await Promise.all(
      stages.map(
        async (stage) => [stage, (await readStage(db, stage, merchantId, paymentId)).map(withoutNulls)] as const,
      ),
    )
    const found: Partial<Record<Stage, readonly Row[]>> = Object.fromEntries(read)
    const money = whereIs(stored, found)
    const shown = isForMerchant ? read.filter(([stage]) => forMerchants.includes(stage)) : read
    const rows = shown.map(([stage, rows]) => [stage, isForMerchant ? withoutOthers(stage, rows) : rows] as const)
    return { paymentId, status: statusOf(stored.payment), money, ...Object.fromEntries(rows) }
  }
