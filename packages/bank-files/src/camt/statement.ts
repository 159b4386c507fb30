import { quote } from '../money.ts'
import { present } from '../present.ts'
import type { Balance, Format, Statement } from '../records.ts'
import type { StatedTotal } from '../tally.ts'
import { type Element, find, positionOf, textOf } from '../xml/xml.ts'
import { accountOf, amountOf, bicOf, countOf, dateOf, directionOf, isTrue, type Report } from './parts.ts'

/** The words of each of the three messages. */
export const messages = {
  'camt.052': { root: 'BkToCstmrAcctRpt', statement: 'Rpt', information: 'AddtlRptInf' },
  'camt.053': { root: 'BkToCstmrStmt', statement: 'Stmt', information: 'AddtlStmtInf' },
  'camt.054': { root: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn', information: 'AddtlNtfctnInf' },
} as const

/** Reads what stands before balances and entries; says what it lacks to be a statement of an account. */
export const readHeader = (
  report: Report,
  stmt: Element,
  known: { readonly format: Format; readonly version: string; readonly number: number },
): Statement | { readonly lacks: string } => {
  const id = textOf(stmt, 'Id')
  const acct = find(stmt, 'Acct')
  const account = accountOf(acct)
  if (id === undefined) return { lacks: 'Id' }
  if (account === undefined) return { lacks: 'Acct/Id' }
  const numberOf = (name: string): bigint | undefined => {
    const element = find(stmt, name)
    const text = element?.text.trim() ?? ''
    if (element === undefined || /^\d{1,18}$/.test(text)) return element && BigInt(text)
    return report('syntax', `${quote(text)} is no number`, element)
  }
  const period = find(stmt, 'FrToDt')
  const page = find(stmt, 'StmtPgntn') ?? find(stmt, 'RptPgntn') ?? find(stmt, 'NtfctnPgntn')
  const pageNumber = countOf(report, page, 'PgNb')
  const lastPage = textOf(page, 'LastPgInd')
  return {
    kind: 'statement',
    ...known,
    id,
    account: {
      ...account,
      ...present({
        currency: textOf(acct, 'Ccy') ?? account.currency,
        owner: textOf(acct, 'Ownr', 'Nm'),
        bic: bicOf(find(acct, 'Svcr')),
      }),
    },
    ...present({
      messageId: textOf(stmt.parent, 'GrpHdr', 'MsgId'),
      sequence: numberOf('ElctrncSeqNb'),
      legalSequence: numberOf('LglSeqNb'),
      page: pageNumber === undefined ? undefined : BigInt(pageNumber),
      lastPage: lastPage === undefined ? undefined : isTrue(lastPage),
      createdAt: textOf(stmt, 'CreDtTm') ?? textOf(stmt.parent, 'GrpHdr', 'CreDtTm'),
      from: textOf(period, 'FrDtTm') ?? textOf(period, 'FrDt'),
      to: textOf(period, 'ToDtTm') ?? textOf(period, 'ToDt'),
      copy: textOf(stmt, 'CpyDplctInd'),
    }),
    at: positionOf(stmt),
  }
}

/** Reads Bal; undefined, and reported, where it is not clear. */
export const readBalance = (report: Report, bal: Element, statement: number): Balance | undefined => {
  const type = textOf(bal, 'Tp', 'CdOrPrtry', 'Cd') ?? textOf(bal, 'Tp', 'CdOrPrtry', 'Prtry')
  const amount = amountOf(report, bal, 'Amt')
  const direction = directionOf(report, bal)
  if (type === undefined || amount === undefined || direction === undefined) {
    return report('missing', 'The balance lacks its type, its amount or CdtDbtInd', bal)
  }
  const signed = direction === 'credit' ? amount : { ...amount, minor: -amount.minor }
  const { date } = dateOf(report, find(bal, 'Dt'))
  return { kind: 'balance', statement, type, amount: signed, ...present({ date }), at: positionOf(bal) }
}

/** Reads TxsSummry. */
export const readTotals = (report: Report, summary: Element): readonly StatedTotal[] =>
  (
    [
      ['entries', 'TtlNtries'],
      ['credits', 'TtlCdtNtries'],
      ['debits', 'TtlDbtNtries'],
    ] as const
  ).flatMap(([of, name]) => {
    const total = find(summary, name)
    const count = countOf(report, total, 'NbOfNtries')
    const sum = textOf(total, 'Sum')
    if (count === undefined && sum === undefined) return []
    return [{ of, ...present({ count, sum }), point: '.' as const }]
  })
