import { type Bytes, type Limits, limitBytes } from '../bytes.ts'
import { amountOf, type Report, referenceOf } from '../camt/parts.ts'
import type { FileFault } from '../faults.ts'
import { quote } from '../money.ts'
import { present } from '../present.ts'
import { BankFileRefused } from '../refused.ts'
import { decodeXml } from '../xml/decode-xml.ts'
import { createXmlReader, type Element, find, findAll, positionOf, textOf } from '../xml/xml.ts'
import type {
  Outcome,
  PaymentInformationStatus,
  PaymentStatusReport,
  Status,
  TransactionStatus,
} from './status-report.ts'

const namespace = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(\d{2})$/

/** Source: ISO 20022, ExternalPaymentTransactionStatus1Code and ExternalPaymentGroupStatus1Code. */
const outcomes: Readonly<Record<string, Outcome>> = {
  RCVD: 'pending',
  PDNG: 'pending',
  PATC: 'pending',
  ACTC: 'accepted',
  ACCP: 'accepted',
  ACSP: 'accepted',
  ACWC: 'accepted',
  ACFC: 'accepted',
  ACWP: 'accepted',
  ACSC: 'settled',
  ACCC: 'settled',
  PART: 'partial',
  RJCT: 'rejected',
  CANC: 'rejected',
  BLCK: 'rejected',
}

const statusOf = (from: Element | undefined, name: string): Status | undefined => {
  const status = textOf(from, name)
  if (status === undefined) return undefined
  const reasons = findAll(from, 'StsRsnInf').map((each) => ({
    ...present({ code: textOf(each, 'Rsn', 'Cd') ?? textOf(each, 'Rsn', 'Prtry') }),
    information: findAll(each, 'AddtlInf').flatMap(({ text }) => text.trim() || []),
  }))
  return { status, outcome: Object.hasOwn(outcomes, status) ? (outcomes[status] ?? 'unknown') : 'unknown', reasons }
}

/** What a level says about those below it that say nothing: where it is `partial`, they cannot be told. */
const inherited = (status: Status | undefined): Status | undefined =>
  status?.outcome === 'partial' ? undefined : status

type Read = {
  version: string
  group: { readonly element: Element; readonly status: Status | undefined } | undefined
  readonly payments: (PaymentInformationStatus & { readonly element: Element })[]
  readonly transactions: (TransactionStatus & { readonly payment: Element })[]
  readonly problems: PaymentStatusReport['problems'][number][]
}

const isPayment = ({ name, parent }: Element): boolean =>
  name === 'OrgnlPmtInfAndSts' && parent?.parent !== undefined && parent.parent.parent === undefined

/** Puts the elements of a document into `read`. */
const createStatusReader = (read: Read, maxTransactions: number) => {
  let payments = 0
  let inPayment = 0

  const opened = (element: Element): void => {
    const { name, uri, parent } = element
    if (parent === undefined) {
      const version = namespace.exec(uri)?.[1]
      if (name === 'Document' && version !== undefined && version >= '03') {
        read.version = version
        return
      }
      const what: FileFault = `<${name}> of the namespace ${quote(uri)} is no pain.002 from version 03 on`
      reader.refuse(version === undefined ? 'wrong_root' : 'unknown_format', what)
    }
    if (parent?.parent === undefined && name !== 'CstmrPmtStsRpt') {
      reader.refuse('wrong_root', `<${name}> is not <CstmrPmtStsRpt>`)
    }
    if (isPayment(element)) {
      payments += 1
      inPayment = 0
      element.ordinal = payments
    } else if (name === 'TxInfAndSts' && parent !== undefined && isPayment(parent)) {
      inPayment += 1
      element.ordinal = inPayment
      if (read.transactions.length >= maxTransactions) {
        reader.refuse('too_large', `The report is about more than ${maxTransactions} payments`)
      }
    }
  }

  const report: Report = (reason, message, element) => {
    read.problems.push({ reason, message, at: positionOf(element) })
    return undefined
  }

  const closeTransaction = (element: Element, payment: Element): void => {
    read.transactions.push({
      payment,
      ...present({
        endToEndId: referenceOf(element, 'OrgnlEndToEndId'),
        instructionId: referenceOf(element, 'OrgnlInstrId'),
        uetr: referenceOf(element, 'OrgnlUETR'),
        bankReference: referenceOf(element, 'AcctSvcrRef'),
        amount: amountOf(report, element, 'OrgnlTxRef', 'Amt', 'InstdAmt'),
        status: statusOf(element, 'TxSts'),
      }),
    })
  }

  const closed = (element: Element): 'forget' | 'keep' => {
    const { name, parent } = element
    if (name === 'TxInfAndSts' && parent !== undefined && isPayment(parent)) {
      closeTransaction(element, parent)
      return 'forget'
    }
    if (isPayment(element)) {
      const paymentInformationId = textOf(element, 'OrgnlPmtInfId')
      if (paymentInformationId === undefined) reader.refuse('incomplete', 'A group lacks OrgnlPmtInfId')
      const status = statusOf(element, 'PmtInfSts')
      read.payments.push({ element, paymentInformationId: paymentInformationId ?? '', ...present({ status }) })
      return 'forget'
    }
    if (name === 'OrgnlGrpInfAndSts' && parent?.name === 'CstmrPmtStsRpt') {
      if (read.group !== undefined) reader.refuse('malformed', 'There are two OrgnlGrpInfAndSts')
      read.group = { element, status: statusOf(element, 'GrpSts') }
    }
    return 'keep'
  }

  const reader = createXmlReader({ opened, closed })
  return reader
}

const reportOf = (read: Read): PaymentStatusReport => {
  const originalMessageId = textOf(read.group?.element, 'OrgnlMsgId')
  if (read.group === undefined || originalMessageId === undefined) {
    const at = { line: 1, column: 1, path: 'Document/CstmrPmtStsRpt' }
    throw new BankFileRefused('incomplete', 'The report does not say which message it answers: OrgnlMsgId', at)
  }
  const { element, status: ofGroup } = read.group
  const header = find(element.parent, 'GrpHdr')
  const groups = new Map(read.payments.map((payment) => [payment.element, payment]))
  return {
    version: read.version,
    originalMessageId,
    ...present({
      messageId: textOf(header, 'MsgId'),
      createdAt: textOf(header, 'CreDtTm'),
      originalMessageName: textOf(element, 'OrgnlMsgNmId'),
      status: ofGroup,
    }),
    payments: read.payments.map(({ element: _, ...payment }) => payment),
    transactions: read.transactions.map(({ payment, status: own, ...transaction }) => {
      const group = groups.get(payment)
      const status = own ?? (group?.status === undefined ? inherited(ofGroup) : inherited(group.status))
      return { ...transaction, ...present({ paymentInformationId: group?.paymentInformationId, status }) }
    }),
    problems: read.problems,
  }
}

/**
 * Reads a status report, pain.002 version 03 and all since. Throws `BankFileRefused` for what is none, is cut or hostile; a file
 * of more than `maxBytes` (16 MiB) or about more than `maxTransactions` payments is refused too.
 */
export const readPaymentStatusReport = async (bytes: Bytes, limits: Limits = {}): Promise<PaymentStatusReport> => {
  const read: Read = { version: '', group: undefined, payments: [], transactions: [], problems: [] }
  const reader = createStatusReader(read, limits.maxTransactions ?? 100_000)
  for await (const text of decodeXml(limitBytes(bytes, { maxBytes: 16 * 1024 * 1024, ...limits }), reader.position)) {
    reader.write(text)
  }
  reader.close()
  return reportOf(read)
}

/**
 * What a report says about a payment of the message that it answers: the transaction's own status, else its group's, else
 * the message's. Undefined where it says nothing about it: it is not named, and what is above it is `partial` or silent.
 */
export const statusOfPayment = (
  report: PaymentStatusReport,
  { endToEndId, paymentInformationId }: { readonly endToEndId: string; readonly paymentInformationId?: string },
): Status | undefined => {
  const named = report.transactions.findLast(
    (each) =>
      each.endToEndId === endToEndId &&
      (paymentInformationId === undefined || each.paymentInformationId === paymentInformationId),
  )
  if (named !== undefined) return named.status
  const group = report.payments.findLast((each) => each.paymentInformationId === paymentInformationId)
  return group?.status === undefined ? inherited(report.status) : inherited(group.status)
}
