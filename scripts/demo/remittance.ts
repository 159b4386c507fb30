import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Currency, formatMoney, money } from '@silkgate/domain'
import type { Stage } from './stage.ts'

type Row = Readonly<Record<string, string>>

const amount = (currency: string | undefined, minor: string | undefined): string =>
  formatMoney(money(currency as Currency, BigInt(minor ?? 0)))

/** What stands in the first element of a name. */
const inXml = (xml: string, name: string): string => new RegExp(`<${name}[^>]*>([^<]*)<`).exec(xml)?.[1] ?? ''

const creditorOf = (xml: string): string => inXml(xml.slice(xml.indexOf('<CdtrAcct>')), 'IBAN')

/** Step 7: the merchant has its money, and papers that add up to it. Throws where it does not have it, or they do not. */
export const tellRemittance = async (stage: Stage): Promise<void> => {
  const { tell, silkgate, merchantId } = stage
  const paid = (await silkgate('remittance', 'list', '--merchant', merchantId)) as Row[]
  if (paid.length === 0) throw new Error('the merchant was paid nothing')
  for (const { remittanceId = '' } of paid) {
    const remittance = (await silkgate('remittance', 'show', remittanceId))[0] as Row & { bank: Row[]; file: Row }
    const { status, currency, minor } = remittance
    tell('7 remittance', `${remittanceId}, ${amount(currency, minor)}`)
    for (const { kind, minor: part, paymentId } of (await silkgate('remittance', 'payments', remittanceId)) as Row[]) {
      tell('  made of', `${kind} ${amount(currency, part)} ${paymentId ?? ''}`)
    }
    const xml = (await stage.print('remittance', 'file', remittanceId)).toString('utf8')
    const order = [
      `MsgId ${inXml(xml, 'MsgId')}`,
      `NbOfTxs ${inXml(xml, 'NbOfTxs')}`,
      `CtrlSum ${inXml(xml, 'CtrlSum')}`,
    ]
    tell(
      '  pain.001 to the bank',
      `${remittance.file.name}: ${order.join(', ')}, EndToEndId ${inXml(xml, 'EndToEndId')}, to ${creditorOf(xml)}`,
    )
    for (const { bookingDay, minor: booked } of remittance.bank) {
      tell('  bank statement', `${bookingDay}: ${amount(currency, booked)}`)
    }
    if (status !== 'confirmed') throw new Error(`the remittance ${remittanceId} is ${status}`)
    tell('  the remittance is', status)
  }
  await tellReports(stage)
}

/** The reports that have rows; those for programs are held against the books. */
const tellReports = async ({ tell, silkgate, print, merchantId, dataDir }: Stage): Promise<void> => {
  const reports = await silkgate('report', 'list', '--merchant', merchantId)
  const withRows = reports.filter(({ isReady, rows }) => isReady === true && Number(rows) > 0)
  if (withRows.length === 0) throw new Error('no report tells of the payment')
  for (const { name, kind, rows, totals } of withRows) {
    const says = `${name}, ${rows} ${rows === 1 ? 'row' : 'rows'}, due ${[totals].flat().join(', ') || '–'}`
    if (kind !== 'wx') tell('  report', says)
    else {
      const file = join(dataDir, String(name))
      await writeFile(file, await print('report', 'show', String(name)))
      const [verified] = await silkgate('verify-report', file)
      if (verified?.holds !== true) throw new Error(`the report ${name} is not what the books say`)
      tell('  report, equal to the ledger', says)
    }
  }
}
