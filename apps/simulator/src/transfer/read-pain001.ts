import { exponentOf, isCurrency } from '@silkgate/domain'
import { childOf, childrenOf, parseXml, textAt, type Xml } from './xml.ts'

/** A payment as it stands in a file, before anybody has judged it. */
export type WrittenTransfer = {
  readonly endToEndId: string
  readonly instructionId: string | undefined
  readonly uetr: string | undefined
  readonly currency: string
  /** Undefined where it is no amount in the currency. */
  readonly minor: bigint | undefined
  /** In hundred-thousandths, for control sums. */
  readonly sum: bigint
  readonly name: string | undefined
  readonly iban: string | undefined
  readonly number: string | undefined
  readonly bic: string | undefined
  readonly hasTownAndCountry: boolean
  readonly remittance: string
}

export type WrittenPayment = {
  readonly paymentInformationId: string
  readonly method: string | undefined
  readonly isBatched: boolean
  readonly executionDate: string
  readonly debtorName: string
  readonly debtorIban: string | undefined
  readonly stated: Stated
  readonly transfers: readonly WrittenTransfer[]
}

/** Counts and sums that a level states; undefined where it does not. */
export type Stated = { readonly count: string | undefined; readonly sum: bigint | undefined }

export type WrittenMessage = {
  /** 03 or 09. */
  readonly version: string
  readonly messageId: string
  readonly stated: Stated
  readonly payments: readonly WrittenPayment[]
}

/** An amount in hundred-thousandths, five decimals being the most that ISO 20022 has. */
const fine = (text: string | undefined): bigint | undefined => {
  const [, whole, fraction = ''] = /^(\d{1,18})(?:\.(\d{0,5}))?$/.exec(text ?? '') ?? []
  return whole === undefined ? undefined : BigInt(whole + fraction.padEnd(5, '0'))
}

/** More than a bank pays at once, and no sum of such amounts is too large for the books. */
const most = 10n ** 17n

const minorOf = (sum: bigint | undefined, currency: string): bigint | undefined => {
  if (sum === undefined || sum > most || !isCurrency(currency)) return undefined
  const step = 10n ** BigInt(5 - exponentOf(currency))
  return sum % step === 0n ? sum / step : undefined
}

const idAt = (from: Xml | undefined, ...path: readonly string[]): string => {
  const text = textAt(from, ...path)
  if (text === undefined || text.length > 35) throw new Error(`${path.at(-1)} is missing or too long.`)
  return text
}

const bicAt = (agent: Xml | undefined): string | undefined =>
  textAt(agent, 'FinInstnId', 'BICFI') ?? textAt(agent, 'FinInstnId', 'BIC')

const transferAt = (transfer: Xml): WrittenTransfer => {
  const amount = childOf(transfer, 'Amt', 'InstdAmt')
  const currency = textAt(amount, 'Ccy') ?? ''
  const sum = fine(amount?.text.trim())
  const address = childOf(transfer, 'Cdtr', 'PstlAdr')
  return {
    endToEndId: idAt(transfer, 'PmtId', 'EndToEndId'),
    instructionId: textAt(transfer, 'PmtId', 'InstrId'),
    uetr: textAt(transfer, 'PmtId', 'UETR'),
    currency,
    minor: minorOf(sum, currency),
    sum: sum ?? 0n,
    name: textAt(transfer, 'Cdtr', 'Nm')?.slice(0, 140),
    iban: textAt(transfer, 'CdtrAcct', 'Id', 'IBAN'),
    number: textAt(transfer, 'CdtrAcct', 'Id', 'Othr', 'Id'),
    bic: bicAt(childOf(transfer, 'CdtrAgt')),
    hasTownAndCountry: textAt(address, 'TwnNm') !== undefined && textAt(address, 'Ctry') !== undefined,
    remittance: childrenOf(childOf(transfer, 'RmtInf'), 'Ustrd')
      .map(({ text }) => text.trim())
      .join(' '),
  }
}

const statedAt = (level: Xml | undefined): Stated => ({
  count: textAt(level, 'NbOfTxs'),
  sum: fine(textAt(level, 'CtrlSum')),
})

const paymentAt = (payment: Xml): WrittenPayment => ({
  paymentInformationId: idAt(payment, 'PmtInfId'),
  method: textAt(payment, 'PmtMtd'),
  isBatched: textAt(payment, 'BtchBookg') === 'true',
  executionDate: textAt(payment, 'ReqdExctnDt', 'Dt') ?? idAt(payment, 'ReqdExctnDt'),
  debtorName: textAt(payment, 'Dbtr', 'Nm')?.slice(0, 140) ?? 'NOTPROVIDED',
  debtorIban: textAt(payment, 'DbtrAcct', 'Id', 'IBAN'),
  stated: statedAt(payment),
  transfers: childrenOf(payment, 'CdtTrfTxInf').map(transferAt),
})

/** Reads pain.001.001.03 and .09. Throws, with words for the customer, for what is neither. */
export const readPain001 = (bytes: Uint8Array): WrittenMessage => {
  const { namespace, root } = parseXml(bytes)
  const [, version] = /^urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.(03|09)$/.exec(namespace) ?? []
  const body = childOf(root, 'CstmrCdtTrfInitn')
  if (version === undefined || body === undefined) throw new Error('It is neither pain.001.001.03 nor pain.001.001.09.')
  const header = childOf(body, 'GrpHdr')
  return {
    version,
    messageId: idAt(header, 'MsgId'),
    stated: statedAt(header),
    payments: childrenOf(body, 'PmtInf').map(paymentAt),
  }
}
