import {
  disputePositionOf,
  disputeStatuses,
  disputeStatusOf,
  type Money,
  refundStatuses,
  refundStatusOf,
  statuses,
  statusOf,
} from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import type { CsvCell } from '../http/csv.ts'
import type { Transaction } from './transaction.row.ts'
import type { TransactionKind } from './transaction-query.ts'

export const statusesOfKind: Readonly<Record<TransactionKind, readonly string[]>> = {
  payment: Object.keys(statuses),
  refund: Object.keys(refundStatuses),
  dispute: Object.keys(disputeStatuses),
}

/** An amount of our books: a whole number of the currency's smallest unit, as text, as in the trail. */
const bookedMoney = ({ currency, minor }: Money) => ({ currency, minor: minor.toString() })

/** What Alipay+ settles for it, positive to the merchant; undefined where it moves nothing, or what it moves has no price yet. */
const settlementOf = (transaction: Transaction): Money | undefined => {
  if (transaction.kind === 'payment') {
    const { captured, network } = transaction.stored.payment
    return captured ? network.settlementAmount : undefined
  }
  if (transaction.kind === 'refund') {
    const { accepted, settlement } = transaction.stored.refund
    return accepted && settlement ? { ...settlement, minor: -settlement.minor } : undefined
  }
  const { booked } = transaction.stored
  return disputePositionOf(transaction.stored) === 'lost' ? { ...booked, minor: -booked.minor } : undefined
}

const identityOf = (transaction: Transaction) => {
  if (transaction.kind === 'payment') {
    const { payment, request } = transaction.stored
    return {
      id: payment.paymentId,
      paymentId: payment.paymentId,
      createdAt: payment.createdAt,
      status: statusOf(payment),
      statusChangedAt: payment.statusChangedAt,
      amountOfMoney: connectMoney(payment.amount),
      wallet: payment.network.walletBrandName,
      merchantReference: request.merchantReference,
      merchantOrderId: request.merchantOrderId,
      fee: payment.captured && payment.fee ? bookedMoney(payment.fee) : undefined,
    }
  }
  const { of } = transaction
  if (transaction.kind === 'refund') {
    const { refund, request } = transaction.stored
    return {
      id: refund.refundId,
      paymentId: refund.paymentId,
      createdAt: refund.createdAt,
      status: refundStatusOf(refund),
      statusChangedAt: refund.statusChangedAt,
      amountOfMoney: connectMoney(refund.amount),
      ...of,
      merchantReference: request.merchantReference,
      fee: undefined,
    }
  }
  const { stored } = transaction
  return {
    id: stored.disputeId,
    paymentId: stored.paymentId,
    createdAt: stored.openedAt,
    status: disputeStatusOf(stored),
    statusChangedAt: stored.statusChangedAt,
    amountOfMoney: connectMoney(stored.amount),
    ...of,
    fee: undefined,
  }
}

/** A transaction as its merchant sees it; what is not known is left out. */
export const transactionView = (transaction: Transaction) => {
  const settlement = settlementOf(transaction)
  return {
    kind: transaction.kind,
    ...identityOf(transaction),
    settlement: settlement && bookedMoney(settlement),
    remittanceId: transaction.remittanceId,
  }
}

type View = ReturnType<typeof transactionView>

/** The columns of the list as CSV: the properties of the view by their paths. */
const columns: Readonly<Record<string, (view: View) => CsvCell>> = {
  kind: ({ kind }) => kind,
  id: ({ id }) => id,
  paymentId: ({ paymentId }) => paymentId,
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  status: ({ status }) => status,
  statusChangedAt: ({ statusChangedAt }) => statusChangedAt.toISOString(),
  'amountOfMoney.amount': ({ amountOfMoney }) => amountOfMoney.amount,
  'amountOfMoney.currencyCode': ({ amountOfMoney }) => amountOfMoney.currencyCode,
  wallet: ({ wallet }) => wallet,
  merchantReference: ({ merchantReference }) => merchantReference,
  merchantOrderId: ({ merchantOrderId }) => merchantOrderId,
  'settlement.currency': ({ settlement }) => settlement?.currency,
  'settlement.minor': ({ settlement }) => settlement && BigInt(settlement.minor),
  'fee.currency': ({ fee }) => fee?.currency,
  'fee.minor': ({ fee }) => fee && BigInt(fee.minor),
  remittanceId: ({ remittanceId }) => remittanceId,
}

export const transactionColumns = Object.keys(columns)

export const transactionCells = (transaction: Transaction): CsvCell[] => {
  const view = transactionView(transaction)
  return Object.values(columns).map((cell) => cell(view))
}
