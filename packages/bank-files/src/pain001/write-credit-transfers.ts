import { decimals } from '../money.ts'
import { escapeXml } from './characters.ts'
import { checkMessage, longestName, schemeOf, textFor } from './check.ts'
import type {
  CreditTransfer,
  CreditTransferMessage,
  PaymentInformation,
  PostalAddress,
  Scheme,
  TransferFault,
  WrittenCreditTransfers,
} from './credit-transfers.ts'

/** Decimals of the smallest unit that any currency has. */
const finest = 4

const decimal = (minor: bigint, exponent: number): string => {
  const digits = minor.toString().padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  return exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
}

const exponentOf = (currency: string): number => decimals.get(currency) ?? 0

/** ISO 20022 wants one sum for all amounts, whatever their currencies. */
const controlSumOf = (payments: readonly Pick<PaymentInformation, 'currency' | 'sum'>[]): string => {
  const exponent = Math.max(...payments.map(({ currency }) => exponentOf(currency)))
  const scaled = payments.map(({ currency, sum }) => sum * 10n ** BigInt(finest - exponentOf(currency)))
  return decimal(scaled.reduce((sum, each) => sum + each, 0n) / 10n ** BigInt(finest - exponent), exponent)
}

/** The payments by what a group has in common, in the order in which each group begins. */
const groupsOf = ({ messageId, transfers }: CreditTransferMessage): PaymentInformation[] => {
  const groups = new Map<string, CreditTransfer[]>()
  for (const transfer of transfers) {
    const { debtor, executionDate, amount } = transfer
    const key = JSON.stringify([schemeOf(transfer), amount.currency, executionDate, debtor])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [transfer])
    else group.push(transfer)
  }
  return [...groups.values()].flatMap((own, index) => {
    const [first] = own
    if (first === undefined) return []
    return [
      {
        paymentInformationId: `${messageId}-${index + 1}`,
        scheme: schemeOf(first),
        currency: first.amount.currency,
        executionDate: first.executionDate,
        debtor: first.debtor,
        transfers: own,
        sum: own.reduce((sum, { amount }) => sum + amount.minor, 0n),
      },
    ]
  })
}

const element = (name: string, content: string | undefined): string =>
  content === undefined || content === '' ? '' : `<${name}>${content}</${name}>`

const addressXml = (address: PostalAddress | undefined, scheme: Scheme): string => {
  if (address === undefined) return ''
  const part = (name: string, text: string | undefined, most: number) =>
    element(name, escapeXml(textFor(scheme)(text ?? '', most)))
  return element(
    'PstlAdr',
    part('StrtNm', address.street, 70) +
      part('BldgNb', address.building, 16) +
      part('PstCd', address.postcode, 16) +
      part('TwnNm', address.town, 35) +
      part('CtrySubDvsn', address.subdivision, 35) +
      element('Ctry', address.country) +
      (address.lines ?? []).map((line) => part('AdrLine', line, 70)).join(''),
  )
}

const partyXml = (role: string, party: { name: string; address?: PostalAddress }, scheme: Scheme): string => {
  const name = escapeXml(textFor(scheme)(party.name, longestName[scheme]))
  return element(role, element('Nm', name) + addressXml(party.address, scheme))
}

const bicName = { '09': 'BICFI', '03': 'BIC' } as const

const agentXml = (role: string, content: string): string => element(role, element('FinInstnId', content))

const transferXml = (version: '09' | '03', scheme: Scheme, transfer: CreditTransfer): string => {
  const { amount, creditor, remittance } = transfer
  const { account, bic } = creditor
  const number = 'iban' in account ? element('IBAN', account.iban) : element('Othr', element('Id', account.number))
  const ids = [
    element('InstrId', transfer.instructionId),
    element('EndToEndId', transfer.endToEndId),
    version === '09' ? element('UETR', transfer.uetr) : '',
  ]
  return `${[
    `<CdtTrfTxInf>${element('PmtId', ids.join(''))}`,
    `<Amt><InstdAmt Ccy="${amount.currency}">${decimal(amount.minor, exponentOf(amount.currency))}</InstdAmt></Amt>`,
    bic === undefined ? '' : agentXml('CdtrAgt', element(bicName[version], bic)),
    partyXml('Cdtr', creditor, scheme),
    element('CdtrAcct', element('Id', number)),
    element('RmtInf', element('Ustrd', escapeXml(textFor(scheme)(remittance ?? '', 140)))),
  ].join('')}</CdtTrfTxInf>\n`
}

const paymentXml = ({ version, batchBooking }: CreditTransferMessage, payment: PaymentInformation): string => {
  const { scheme, debtor, transfers, executionDate } = payment
  const bank = debtor.bic === undefined ? element('Othr', element('Id', 'NOTPROVIDED')) : undefined
  return [
    `<PmtInf>${element('PmtInfId', payment.paymentInformationId)}<PmtMtd>TRF</PmtMtd>`,
    element('BtchBookg', String(batchBooking ?? false)),
    element('NbOfTxs', String(transfers.length)),
    element('CtrlSum', controlSumOf([payment])),
    scheme === 'sepa' ? '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>' : '',
    element('ReqdExctnDt', version === '09' ? element('Dt', executionDate) : executionDate),
    `\n${partyXml('Dbtr', debtor, scheme)}`,
    element('DbtrAcct', element('Id', element('IBAN', debtor.iban))),
    agentXml('DbtrAgt', bank ?? element(bicName[version], debtor.bic)),
    element('ChrgBr', scheme === 'sepa' ? 'SLEV' : 'SHAR'),
    '\n',
    ...transfers.map((transfer) => transferXml(version, scheme, transfer)),
    '</PmtInf>\n',
  ].join('')
}

/**
 * Writes payments as pain.001.001.09 or .03, valid by the schema and by the rules of SEPA or of cross-border payments: control
 * sums and counts, structured addresses, SEPA's letters. Payments are grouped by debtor, scheme, currency and day. The same
 * message gives the same bytes. Answers what is wrong, field by field, instead of a file that a bank would refuse.
 */
export const writeCreditTransfers = (
  message: CreditTransferMessage,
):
  | { readonly ok: true; readonly value: WrittenCreditTransfers }
  | { readonly ok: false; readonly faults: readonly TransferFault[] } => {
  const faults = checkMessage(message)
  if (faults.length > 0) return { ok: false, faults }
  const payments = groupsOf(message)
  const controlSum = controlSumOf(payments)
  const limits: readonly TransferFault[] = [
    { field: 'messageId', message: 'With the number of a group it has more than 35 characters' },
    { field: 'transfers', message: 'Their sum has more than 18 digits' },
  ]
  const tooLong = limits.filter(({ field }) =>
    field === 'messageId'
      ? payments.some(({ paymentInformationId }) => paymentInformationId.length > 35)
      : controlSum.replace('.', '').length > 18,
  )
  if (tooLong.length > 0) return { ok: false, faults: tooLong }
  const { version, messageId, createdAt, initiator, transfers } = message
  const header = [
    element('MsgId', messageId),
    element('CreDtTm', `${createdAt.toISOString().slice(0, 19)}Z`),
    element('NbOfTxs', String(transfers.length)),
    element('CtrlSum', controlSum),
    partyXml('InitgPty', { name: initiator }, 'sepa'),
  ]
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}"><CstmrCdtTrfInitn>
${element('GrpHdr', header.join(''))}
${payments.map((payment) => paymentXml(message, payment)).join('')}</CstmrCdtTrfInitn></Document>
`
  return { ok: true, value: { bytes: Buffer.from(text), controlSum, payments } }
}
