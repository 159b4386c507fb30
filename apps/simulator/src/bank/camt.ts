import { addDays } from '../settlement/calendar.ts'
import type { BookedTransfer, End } from '../transfer/transfers.ts'
import { escapeXml } from '../transfer/xml.ts'
import { bankBic, counterparties } from './accounts.ts'
import type { BankEntry } from './bank.ts'
import { statementTime } from './bank-times.ts'
import { amountOf, currencyOf, referenceOf, type Written } from './written.ts'

const dateOf = (name: string, day: string): string => `<${name}><Dt>${day}</Dt></${name}>`

const signed = (written: Written, minor: bigint): string => {
  const currency = currencyOf(written)
  const direction = minor < 0n ? 'DBIT' : 'CRDT'
  return `<Amt Ccy="${currency}">${amountOf(currency, minor, '.')}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`
}

const balance = (written: Written, type: 'OPBD' | 'CLBD', minor: bigint, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${signed(written, minor)}${dateOf('Dt', day)}</Bal>`

/** Charges are taken off the credit, whose amount is what is left. */
const chargesOf = (written: Written, minor: bigint): string =>
  minor === 0n
    ? ''
    : `<Chrgs><Rcrd>${signed(written, -minor)}<ChrgInclInd>true</ChrgInclInd><Tp><Cd>COMM</Cd></Tp></Rcrd></Chrgs>`

const element = (name: string, text: string | undefined): string =>
  text === undefined || text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`

const partyOf = (role: 'Dbtr' | 'Cdtr', { name, account }: End): string => {
  const id = /^[A-Z]{2}\d{2}/.test(account) ? element('IBAN', account) : `<Othr>${element('Id', account)}</Othr>`
  return `<${role}><Pty>${element('Nm', name)}</Pty></${role}><${role}Acct><Id>${id}</Id></${role}Acct>`
}

/** A payment that we were told to make, or that came back. */
const transferOf = (written: Written, entry: BankEntry, transfer: BookedTransfer): string => {
  const { instructed, returned } = transfer
  const { creditor, debtor, messageId, paymentInformationId, instructionId, endToEndId, uetr, minor } = instructed
  const bic = creditor.bic && `<CdtrAgt><FinInstnId>${element('BICFI', creditor.bic)}</FinInstnId></CdtrAgt>`
  return `<TxDtls><Refs>${element('MsgId', messageId)}${element('PmtInfId', paymentInformationId)}${element(
    'InstrId',
    instructionId,
  )}${element('EndToEndId', endToEndId)}${element('UETR', uetr)}</Refs>${signed(written, entry.minor < 0n ? -minor : minor)}
<RltdPties>${partyOf('Dbtr', debtor)}${partyOf('Cdtr', creditor)}</RltdPties>${bic ? `<RltdAgts>${bic}</RltdAgts>` : ''}
${instructed.remittance && `<RmtInf>${element('Ustrd', instructed.remittance.slice(0, 140))}</RmtInf>`}${
  returned === undefined
    ? ''
    : `<RtrInf><Rsn><Cd>${returned.code}</Cd></Rsn>${element('AddtlInf', returned.text)}</RtrInf>`
}</TxDtls>`
}

/** A batch is stated with its group and its count. */
const transfersOf = (written: Written, entry: BankEntry): string => {
  const [first, another] = entry.transfers
  const group = first?.instructed
  const batch =
    another === undefined
      ? ''
      : `<Btch>${element('MsgId', group?.messageId)}${element('PmtInfId', group?.paymentInformationId)}<NbOfTxs>${
          entry.transfers.length
        }</NbOfTxs></Btch>`
  const details = entry.transfers.map((transfer) => transferOf(written, entry, transfer))
  return `<NtryDtls>${batch}${details.join('\n')}</NtryDtls></Ntry>\n`
}

/** The kind of an entry: a payment in or out, or a payment out that came back. */
const codeOf = ({ minor, transfers }: BankEntry): string => {
  const isReturn = transfers.some(({ returned }) => returned !== undefined)
  const family = minor < 0n || isReturn ? 'ICDT' : 'RCDT'
  const kind = isReturn ? 'RRTN' : 'ESCT'
  return `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${kind}</SubFmlyCd></Fmly></Domn></BkTxCd>`
}

const entryOf = (written: Written, entry: BankEntry, index: number): string => {
  const { minor, chargesMinor, remittance } = entry
  const reference = referenceOf(written, index)
  const head = `<Ntry><NtryRef>${index + 1}</NtryRef>${signed(written, minor)}<Sts><Cd>BOOK</Cd></Sts>
${dateOf('BookgDt', written.day)}${dateOf('ValDt', written.day)}<AcctSvcrRef>${reference}</AcctSvcrRef>
${codeOf(entry)}
${chargesOf(written, chargesMinor)}`
  if (entry.counterparty === undefined) return head + transfersOf(written, entry)
  const { name, iban, bic } = counterparties[entry.counterparty]
  const role = minor < 0n ? 'Cdtr' : 'Dbtr'
  return `${head}<NtryDtls><TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs>${signed(written, minor)}
<RltdPties><${role}><Pty><Nm>${name}</Nm></Pty></${role}><${role}Acct><Id><IBAN>${iban}</IBAN></Id></${role}Acct></RltdPties>
<RltdAgts><${role}Agt><FinInstnId><BICFI>${bic}</BICFI></FinInstnId></${role}Agt></RltdAgts>
<RmtInf><Ustrd>${remittance}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
`
}

/** A statement as camt.053.001.08. */
export const camtOf = (written: Written): string => {
  const { accountId, number, day, openingMinor, closingMinor, entries, copy } = written
  const at = statementTime(day)
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${accountId}-${number}-${copy}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>
<Stmt><Id>${accountId}-${number}</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><CreDtTm>${at}</CreDtTm>
<Acct><Id><IBAN>${accountId}</IBAN></Id><Ccy>${currencyOf(written)}</Ccy>
<Svcr><FinInstnId><BICFI>${bankBic}</BICFI></FinInstnId></Svcr></Acct>
${balance(written, 'OPBD', openingMinor, addDays(day, -1))}${balance(written, 'CLBD', closingMinor, day)}
${entries.map((entry, index) => entryOf(written, entry, index)).join('')}</Stmt></BkToCstmrStmt></Document>
`
}
