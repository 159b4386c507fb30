import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bytes } from './bytes.ts'
import type { BankFileRefused, Limits, RefusalReason, StatementRecord } from './index.ts'
import { readStatements } from './index.ts'

export const testdata = resolve(import.meta.dirname, '../testdata')

export const sample = (name: string): Uint8Array => readFileSync(join(testdata, name))

/** The folder of real bank files, which is not part of the project. */
export const corpus = process.env.SILKGATE_CORPUS === undefined ? undefined : resolve(process.env.SILKGATE_CORPUS)

const toBytes = (file: string | Uint8Array | Bytes): Bytes =>
  typeof file === 'string' ? [Buffer.from(file)] : file instanceof Uint8Array ? [file] : file

/** What a file gives: its records, and why it was refused after them if it was. */
export const read = async (
  file: string | Uint8Array | Bytes,
  limits?: Limits,
): Promise<{ records: StatementRecord[]; refused?: RefusalReason; message?: string }> => {
  const records: StatementRecord[] = []
  try {
    for await (const record of readStatements(toBytes(file), limits)) records.push(record)
  } catch (error) {
    const { name, reason, message } = error as BankFileRefused
    if (name !== 'BankFileRefused') throw error
    return { records, refused: reason, message }
  }
  return { records }
}

export const ofKind = <K extends StatementRecord['kind']>(records: readonly StatementRecord[], kind: K) =>
  records.filter((record): record is Extract<StatementRecord, { kind: K }> => record.kind === kind)

/** Records as JSON: amounts and other whole numbers are strings. */
export const toJson = (records: readonly StatementRecord[]): unknown =>
  JSON.parse(JSON.stringify(records, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))

/** How a file ended, in a word for each statement, or the refusal. */
export const outcomeOf = ({
  records,
  refused,
}: {
  records: readonly StatementRecord[]
  refused?: RefusalReason
}): string => {
  if (refused !== undefined) return `refused: ${refused}`
  const counts = new Map<string, number>()
  for (const { verdict } of ofKind(records, 'statement_end')) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  const problems = ofKind(records, 'problem').map(({ reason }) => `, problem: ${reason}`)
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ') + problems.join('')
}

/** What a test writes into a file, and expects to read. */
export type WrittenEntry = {
  readonly credit: boolean
  readonly reversal: boolean
  readonly booked: boolean
  readonly minor: bigint
  readonly day: string
  readonly reference: string
  readonly endToEndId: string
  readonly text: string
}

/** `closing` is written instead of what the entries come to. */
export type WrittenStatement = {
  readonly opening: bigint
  readonly entries: readonly WrittenEntry[]
  readonly closing?: bigint
}

export const ownIban = 'NL91ABNA0417164300'

export const closingOf = ({ opening, entries }: WrittenStatement): bigint =>
  entries.reduce((sum, { booked, credit, minor }) => (booked ? sum + (credit ? minor : -minor) : sum), opening)

const euros = (minor: bigint, point: string): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  return `${digits.slice(0, -2)}${point}${digits.slice(-2)}`
}

const escapeXml = (text: string): string => text.replace(/[<&>]/g, (each) => `&#${each.charCodeAt(0)};`)

const amount = (minor: bigint, credit = minor >= 0n): string =>
  `<Amt Ccy="EUR">${euros(minor, '.')}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>`

const balance = (type: string, minor: bigint): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${amount(minor)}<Dt><Dt>2026-11-24</Dt></Dt></Bal>`

const writeEntry = ({ credit, reversal, booked, minor, day, reference, endToEndId, text }: WrittenEntry): string =>
  `<Ntry>${amount(minor, credit)}${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>${booked ? 'BOOK' : 'PDNG'}</Cd></Sts>
<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>${escapeXml(endToEndId)}</EndToEndId></Refs>${amount(minor, credit)}
<RmtInf><Ustrd>${escapeXml(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`

/** A camt.053.001.08 that its schema allows. */
export const writeCamt = (statements: readonly WrittenStatement[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm></GrpHdr>
${statements
  .map(
    (statement, index) => `<Stmt><Id>S${index}</Id><ElctrncSeqNb>${index + 1}</ElctrncSeqNb>
<CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm><Acct><Id><IBAN>${ownIban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', statement.opening)}${balance('CLBD', statement.closing ?? closingOf(statement))}
${statement.entries.map(writeEntry).join('')}</Stmt>`,
  )
  .join('\n')}</BkToCstmrStmt></Document>\n`

const shortDay = (day: string): string => day.slice(2).replaceAll('-', '')

const field = (tag: string, minor: bigint): string => `:${tag}:${minor < 0n ? 'D' : 'C'}261124EUR${euros(minor, ',')}\n`

/** An MT940, which has no entries but those that are booked. */
export const writeMt940 = (statements: readonly WrittenStatement[]): string =>
  statements
    .map((statement, index) => {
      const lines = statement.entries.map(({ credit, reversal, minor, day, reference, endToEndId, text }) => {
        const mark = reversal ? (credit ? 'RD' : 'RC') : credit ? 'C' : 'D'
        const first = `:61:${shortDay(day)}${shortDay(day).slice(2)}${mark}${euros(minor, ',')}NTRFNONREF//${reference}\n`
        const details = `/EREF/${endToEndId}//REMI/${text}`
        return `${first}:86:${details.match(/.{1,65}/gu)?.join('\n')}\n`
      })
      const head = `:20:S${index}\n:25:${ownIban}\n:28C:${index + 1}/1\n`
      return `${head}${field('60F', statement.opening)}${lines.join('')}${field('62F', statement.closing ?? closingOf(statement))}-\n`
    })
    .join('')
