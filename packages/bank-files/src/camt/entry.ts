import { present } from '../present.ts'
import type { Batch, Entry, Transaction } from '../records.ts'
import { type Element, find, findAll, positionOf, textOf } from '../xml/xml.ts'
import { amountOf, chargesOf, codeOf, countOf, dateOf, directionOf, isTrue, type Report, referenceOf } from './parts.ts'

/** What the transactions of an entry come to, with their sign, if each of them says it in the currency of the entry. */
const sumOf = (transactions: readonly Transaction[], entry: Entry): bigint | undefined => {
  if (transactions.length === 0) return undefined
  let sum = 0n
  for (const { amount, direction = entry.direction } of transactions) {
    if (amount?.currency !== entry.amount.currency) return undefined
    sum += direction === entry.direction ? amount.minor : -amount.minor
  }
  return sum
}

/**
 * A batch says how many payments it has and what they come to. That is checked where they are listed, and where no charges
 * stand between.
 */
const checkBatches = (report: Report, ntry: Element, entry: Entry): void => {
  const { transactions, batches } = entry
  const count = batches.reduce((sum, batch) => sum + (batch.transactions ?? Number.NaN), 0)
  if (batches.length > 0 && transactions.length > 0 && !Number.isNaN(count) && count !== transactions.length) {
    report('batch', `The batch says ${count} transactions, there are ${transactions.length}`, ntry)
  }
  if ([entry, ...transactions].some(({ charges }) => charges.length > 0)) return
  const [batch] = batches
  const inBatch =
    batches.length === 1 && batch?.amount?.currency === entry.amount.currency ? batch.amount.minor : undefined
  const figures = { entry: entry.amount.minor, batch: inBatch, transactions: sumOf(transactions, entry) }
  if (Object.values(figures).every((figure) => figure === undefined || figure === figures.entry)) return
  const [ofBatch, ofAll] = [figures.batch ?? 'unknown', figures.transactions ?? 'unknown']
  report(
    'batch',
    `The amounts differ, in smallest units: entry ${figures.entry}, batch ${ofBatch}, transactions ${ofAll}`,
    ntry,
  )
}

const readBatch = (report: Report, element: Element): Batch =>
  present({
    messageId: referenceOf(element, 'MsgId'),
    paymentInformationId: referenceOf(element, 'PmtInfId'),
    transactions: countOf(report, element, 'NbOfTxs'),
    amount: amountOf(report, element, 'TtlAmt'),
  })

/** Sts: a code of its own, or up to version 3 text. */
const statusOf = (ntry: Element): string | undefined =>
  textOf(ntry, 'Sts', 'Cd') ?? textOf(ntry, 'Sts', 'Prtry') ?? textOf(ntry, 'Sts')

/** Reads Ntry with the transactions that were read in it; undefined, and reported, where its money or status is not clear. */
export const readEntry = (
  report: Report,
  ntry: Element,
  known: { readonly statement: number; readonly number: number; readonly currency: string | undefined },
  transactions: readonly Transaction[],
): Entry | undefined => {
  const missing = (name: string) =>
    find(ntry, name) === undefined ? report('missing', `There is no ${name}`, ntry) : undefined
  const amount = amountOf(report, ntry, 'Amt') ?? missing('Amt')
  const direction = directionOf(report, ntry) ?? missing('CdtDbtInd')
  const status = statusOf(ntry) ?? report('missing', 'There is no Sts', ntry)
  if (amount === undefined || direction === undefined || status === undefined) return undefined
  if (known.currency !== undefined && amount.currency !== known.currency) {
    return report('currency', `The entry is in ${amount.currency}, the statement in ${known.currency}`, ntry)
  }
  const booked = dateOf(report, find(ntry, 'BookgDt'))
  const entry: Entry = {
    kind: 'entry',
    statement: known.statement,
    number: known.number,
    amount,
    direction,
    isReversal: isTrue(textOf(ntry, 'RvslInd')),
    status,
    ...present({
      bookingDate: booked.date,
      bookedAt: booked.time,
      valueDate: dateOf(report, find(ntry, 'ValDt')).date,
      reference: referenceOf(ntry, 'NtryRef'),
      bankReference: referenceOf(ntry, 'AcctSvcrRef'),
      instructedAmount: amountOf(report, ntry, 'AmtDtls', 'InstdAmt', 'Amt'),
      information: textOf(ntry, 'AddtlNtryInf'),
    }),
    code: codeOf(ntry),
    charges: chargesOf(report, ntry),
    batches: findAll(ntry, 'NtryDtls').flatMap((details) =>
      findAll(details, 'Btch').map((batch) => readBatch(report, batch)),
    ),
    transactions,
    at: positionOf(ntry),
  }
  checkBatches(report, ntry, entry)
  return entry
}
