import { addDays } from '../settlement/calendar.ts'
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

const entryOf = (written: Written, entry: BankEntry, index: number): string => {
  const { minor, chargesMinor, remittance } = entry
  const { name, iban, bic } = counterparties[entry.counterparty]
  const [role, family] = minor < 0n ? ['Cdtr', 'ICDT'] : ['Dbtr', 'RCDT']
  const reference = referenceOf(written, index)
  return `<Ntry><NtryRef>${index + 1}</NtryRef>${signed(written, minor)}<Sts><Cd>BOOK</Cd></Sts>
${dateOf('BookgDt', written.day)}${dateOf('ValDt', written.day)}<AcctSvcrRef>${reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
${chargesOf(written, chargesMinor)}<NtryDtls><TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs>${signed(written, minor)}
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
