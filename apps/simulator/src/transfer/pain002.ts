import type { NewFile } from '../file/files.ts'
import type { Reason } from './transfers.ts'
import { escapeXml } from './xml.ts'

type Said = { readonly status: string; readonly reason?: Reason | undefined }

/** What a status report says, level by level. */
export type StatusReport = Said & {
  readonly id: string
  readonly at: Date
  /** Of the pain.001 that it answers; undefined where that cannot be read. */
  readonly original: { readonly messageId: string; readonly version: string } | undefined
  readonly payments: readonly (Said & {
    readonly paymentInformationId: string
    readonly transfers: readonly (Said & {
      readonly endToEndId: string
      readonly instructionId?: string | undefined
      readonly uetr?: string | undefined
    })[]
  })[]
}

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`

const saidXml = (name: string, { status, reason }: Said): string =>
  element(name, status) +
  (reason === undefined
    ? ''
    : `<StsRsnInf><Rsn><Cd>${reason.code}</Cd></Rsn>${element('AddtlInf', reason.text.slice(0, 105))}</StsRsnInf>`)

/** A status report: pain.002.001.10, or .03 where the message was pain.001.001.03. */
export const pain002Of = ({ id, at, original, payments, ...said }: StatusReport): string => {
  const isOld = original?.version === '03'
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${isOld ? '03' : '10'}"><CstmrPmtStsRpt>
<GrpHdr>${element('MsgId', id)}${element('CreDtTm', at.toISOString())}<InitgPty><Nm>Silkgate Bank</Nm></InitgPty></GrpHdr>
<OrgnlGrpInfAndSts>${element('OrgnlMsgId', original?.messageId ?? 'NOTPROVIDED')}${element(
    'OrgnlMsgNmId',
    `pain.001.001.${original?.version ?? '09'}`,
  )}${saidXml('GrpSts', said)}</OrgnlGrpInfAndSts>
${payments
  .map(
    ({ paymentInformationId, transfers, ...ofPayment }) =>
      `<OrgnlPmtInfAndSts>${element('OrgnlPmtInfId', paymentInformationId)}${saidXml('PmtInfSts', ofPayment)}
${transfers
  .map(
    ({ endToEndId, instructionId, uetr, ...ofTransfer }) =>
      `<TxInfAndSts>${element('OrgnlInstrId', instructionId)}${element('OrgnlEndToEndId', endToEndId)}${
        isOld ? '' : element('OrgnlUETR', uetr)
      }${saidXml('TxSts', ofTransfer)}</TxInfAndSts>\n`,
  )
  .join('')}</OrgnlPmtInfAndSts>\n`,
  )
  .join('')}</CstmrPmtStsRpt></Document>
`
}

/** A status report as a file where the statements lie; `more` tells a message's answers apart. */
export const statusFile = (number: number, report: Omit<StatusReport, 'id'>, more = ''): NewFile => {
  const name = `${String(number).padStart(6, '0')}${more === '' ? '' : `_${more}`}`
  return {
    owner: 'bank',
    path: `/statements/pain002_${name}.xml`,
    writtenAt: report.at,
    body: Buffer.from(pain002Of({ ...report, id: `STATUS-${name}` })),
  }
}
