import { isoUtc8 } from '../acqp/answers.ts'
import type { ReportKind } from '../fault/faults.ts'
import { wallets } from '../wallet/wallets.ts'
import { netOf, type Settled, totalOf } from './batches.ts'
import type { ClearingBatch } from './settlements.ts'
import type { Transaction, TransactionType } from './transactions.ts'

/** A line of a report: its cells by the names of its columns, and the transaction that it is about. */
export type Row = { readonly cells: Readonly<Record<string, string>>; readonly about?: Transaction }

/** A report before it is text. A section's columns are those of its header, in this order. */
export type Report = {
  readonly kind: ReportKind
  readonly batchId: string
  readonly agreement: string
  readonly currency: string
  /** Of one line; a summary has none. */
  readonly total: Readonly<Record<string, string>> | undefined
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** An amount as reports write it: never negative, the direction says whose it is. C: to the acquirer; D: from it. */
const amountText = (minor: bigint): string => (minor < 0n ? -minor : minor).toString()
const directionOf = (minor: bigint): 'C' | 'D' => (minor > 0n ? 'C' : 'D')

const timeText = (at: Date): string => isoUtc8(at).replace(/\.\d+/, '')

const itemColumns = [
  'clearingBatchId',
  'participantId',
  'counterParticipantId',
  'transactionId',
  'originalTransactionId',
  'transactionRequestId',
  'transactionType',
  'transactionTime',
  'transactionAmountValue',
  'transactionCurrency',
  'settlementAmountValue',
  'settlementCurrency',
  'fundDirection',
  'referenceMerchantId',
  'walletBrandName',
  'productCode',
] as const

const summaryColumns = [
  'clearingBatchId',
  'clearingDate',
  'settlementCurrency',
  'transactionType',
  'totalCount',
  'totalTransactionSettlementAmountValue',
  'totalFeeAmountValue',
  'netSettlementAmountValue',
  'fundDirection',
] as const

const feeColumns = [
  'clearingBatchId',
  'transactionId',
  'transactionRequestId',
  'feeType',
  'feeAmountValue',
  'feeCurrency',
  'fundDirection',
  'transactionTime',
] as const

const settlementColumns = ['clearingBatchId', 'clearingDate', 'netSettlementAmountValue', 'fundDirection'] as const

type Cells<Column extends string> = Readonly<Record<Column, string>>

const itemCells = (
  one: Transaction,
  batch: ClearingBatch,
  participantId: string,
): Cells<(typeof itemColumns)[number]> => ({
  clearingBatchId: batch.clearingBatchId,
  participantId,
  counterParticipantId: wallets[one.wallet].pspId,
  transactionId: one.transactionId,
  originalTransactionId: one.originalTransactionId ?? '',
  transactionRequestId: one.transactionRequestId,
  transactionType: one.type,
  transactionTime: timeText(one.at),
  transactionAmountValue: amountText(one.amount.minor),
  transactionCurrency: one.amount.currency,
  settlementAmountValue: amountText(one.settledMinor),
  settlementCurrency: batch.currency,
  fundDirection: directionOf(one.settledMinor),
  referenceMerchantId: one.merchantId,
  walletBrandName: wallets[one.wallet].brand,
  productCode: 'CASHIER_PAYMENT',
})

const feeRows = (one: Transaction, { clearingBatchId, currency }: ClearingBatch): Row[] =>
  one.fees.map(({ type, minor }) => ({
    about: one,
    cells: {
      clearingBatchId,
      transactionId: one.transactionId,
      transactionRequestId: one.transactionRequestId,
      feeType: type,
      feeAmountValue: amountText(minor),
      feeCurrency: currency,
      fundDirection: directionOf(minor),
      transactionTime: timeText(one.at),
    } satisfies Cells<(typeof feeColumns)[number]>,
  }))

const types: readonly TransactionType[] = ['PAYMENT', 'REFUND', 'CHARGEBACK', 'ADJUSTMENT']

/** One line for each type of transaction that there was; a day without any has one line of nothing. */
const summaryRows = (transactions: readonly Transaction[], batch: ClearingBatch): Row[] => {
  const present = types.filter((type) => transactions.some((one) => one.type === type))
  return (present.length === 0 ? types.slice(0, 1) : present).map((type) => {
    const total = totalOf(transactions.filter((one) => one.type === type))
    return {
      cells: {
        clearingBatchId: batch.clearingBatchId,
        clearingDate: batch.day,
        settlementCurrency: batch.currency,
        transactionType: type,
        totalCount: String(total.transactions),
        totalTransactionSettlementAmountValue: amountText(total.grossMinor),
        totalFeeAmountValue: amountText(total.feesMinor),
        netSettlementAmountValue: amountText(netOf(total)),
        fundDirection: directionOf(netOf(total)),
      } satisfies Cells<(typeof summaryColumns)[number]>,
    }
  })
}

/** The three reports of a clearing batch. */
export const clearingReports = (
  batch: ClearingBatch,
  transactions: readonly Transaction[],
  participantId: string,
): Report[] => {
  const { clearingBatchId: batchId, agreement, currency, grossMinor, feesMinor } = batch
  const every = { batchId, agreement, currency }
  const fees = transactions.flatMap((one) => feeRows(one, batch))
  return [
    {
      ...every,
      kind: 'transactionItems',
      total: {
        totalCount: String(transactions.length),
        netSettlementAmountValue: amountText(grossMinor),
        settlementCurrency: currency,
        fundDirection: directionOf(grossMinor),
      },
      columns: itemColumns,
      rows: transactions.map((one) => ({ about: one, cells: itemCells(one, batch, participantId) })),
    },
    { ...every, kind: 'summary', total: undefined, columns: summaryColumns, rows: summaryRows(transactions, batch) },
    {
      ...every,
      kind: 'feeItems',
      total: {
        totalCount: String(fees.length),
        totalFeeAmountValue: amountText(feesMinor),
        feeCurrency: currency,
        fundDirection: directionOf(feesMinor),
      },
      columns: feeColumns,
      rows: fees,
    },
  ]
}

/** The report of a settlement batch: what is paid, and for which clearing batches. */
export const settlementReport = ({ batch, lists }: Settled, participantId: string): Report => {
  const { settlementBatchId, agreement, currency, netMinor, valueDate } = batch
  return {
    kind: 'settlement',
    batchId: settlementBatchId,
    agreement,
    currency,
    total: {
      settlementBatchId,
      participantId,
      participantAgreementId: agreement,
      settlementCurrency: currency,
      settlementAmountValue: amountText(netMinor),
      fundDirection: directionOf(netMinor),
      settlementDate: valueDate,
      valueDate,
    },
    columns: settlementColumns,
    rows: lists.map((one) => ({
      cells: {
        clearingBatchId: one.clearingBatchId,
        clearingDate: one.day,
        netSettlementAmountValue: amountText(netOf(one)),
        fundDirection: directionOf(netOf(one)),
      } satisfies Cells<(typeof settlementColumns)[number]>,
    })),
  }
}
