import { present } from '../present.ts'
import type { Direction, Party, References, Return, Transaction } from '../records.ts'
import { type Element, find, findAll, textOf } from '../xml/xml.ts'
import { accountOf, amountOf, bicOf, chargesOf, codeOf, directionOf, type Report, referenceOf } from './parts.ts'

const textsOf = (elements: readonly Element[]): readonly string[] =>
  elements.map(({ text }) => text.trim()).filter((text) => text !== '')

const nonEmpty = <T extends object>(fields: T): T | undefined => (Object.keys(fields).length === 0 ? undefined : fields)

/** A party's name: in itself, or since version 7 in Pty, or in the bank that it is. */
const nameOf = (party: Element | undefined): string | undefined =>
  textOf(party, 'Nm') ?? textOf(party, 'Pty', 'Nm') ?? textOf(party, 'Agt', 'FinInstnId', 'Nm')

const partyOf = (details: Element, role: 'Dbtr' | 'Cdtr'): Party | undefined => {
  const parties = find(details, 'RltdPties')
  const account = accountOf(find(parties, `${role}Acct`))
  return nonEmpty(
    present({
      name: nameOf(find(parties, role)),
      iban: account?.iban,
      account: account?.iban === undefined ? account?.id : undefined,
      bic: bicOf(find(details, 'RltdAgts', `${role}Agt`)),
      ultimate: nameOf(find(parties, `Ultmt${role}`)),
    }),
  )
}

/** Whoever is not the account's own side, which in a return may be either. */
const counterpartyOf = (
  { debtor, creditor }: { debtor?: Party | undefined; creditor?: Party | undefined },
  direction: Direction | undefined,
  ownAccount: string | undefined,
): Party | undefined => {
  const isOwn = (party: Party | undefined) =>
    ownAccount !== undefined && (party?.iban === ownAccount || party?.account === ownAccount)
  if (isOwn(debtor) !== isOwn(creditor)) return isOwn(debtor) ? creditor : debtor
  if (direction === undefined) return undefined
  return direction === 'credit' ? debtor : creditor
}

const referencesOf = (details: Element): References => {
  const refs = find(details, 'Refs')
  return present({
    messageId: referenceOf(refs, 'MsgId'),
    bankReference: referenceOf(refs, 'AcctSvcrRef'),
    paymentInformationId: referenceOf(refs, 'PmtInfId'),
    instructionId: referenceOf(refs, 'InstrId'),
    endToEndId: referenceOf(refs, 'EndToEndId'),
    uetr: referenceOf(refs, 'UETR'),
    transactionId: referenceOf(refs, 'TxId'),
    mandateId: referenceOf(refs, 'MndtId'),
    clearingReference: referenceOf(refs, 'ClrSysRef'),
  })
}

const returnOf = (details: Element): Return | undefined => {
  const element = find(details, 'RtrInf')
  if (element === undefined) return undefined
  const reason = textOf(element, 'Rsn', 'Cd') ?? textOf(element, 'Rsn', 'Prtry')
  const information = textsOf(findAll(element, 'AddtlInf'))
  return { information, ...present({ reason, originator: nameOf(find(element, 'Orgtr')) }) }
}

/** Reads TxDtls. `own` is the account and the direction of the entry, which tell who is the other side. */
export const readTransaction = (
  report: Report,
  details: Element,
  own: { readonly account: string | undefined; readonly direction: Direction | undefined },
): Transaction => {
  const remittance = find(details, 'RmtInf')
  const structured = findAll(remittance, 'Strd')
  const parties = { debtor: partyOf(details, 'Dbtr'), creditor: partyOf(details, 'Cdtr') }
  const direction = directionOf(report, details)
  return {
    references: referencesOf(details),
    charges: chargesOf(report, details),
    remittance: textsOf([
      ...findAll(remittance, 'Ustrd'),
      ...structured.flatMap((each) => findAll(each, 'AddtlRmtInf')),
    ]),
    creditorReferences: structured.flatMap((each) => textOf(each, 'CdtrRefInf', 'Ref') ?? []),
    ...present({
      amount: amountOf(report, details, 'Amt') ?? amountOf(report, details, 'AmtDtls', 'TxAmt', 'Amt'),
      direction,
      instructedAmount: amountOf(report, details, 'AmtDtls', 'InstdAmt', 'Amt'),
      counterValue: amountOf(report, details, 'AmtDtls', 'CntrValAmt', 'Amt'),
      code: nonEmpty(codeOf(details)),
      ...parties,
      counterparty: counterpartyOf(parties, direction ?? own.direction, own.account),
      returned: returnOf(details),
      purpose: textOf(details, 'Purp', 'Cd') ?? textOf(details, 'Purp', 'Prtry'),
      information: textOf(details, 'AddtlTxInf'),
    }),
  }
}
