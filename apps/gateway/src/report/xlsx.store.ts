import { wxCodes } from '@silkgate/domain'
import { Zip, ZipDeflate } from 'fflate'
import type { Tx } from '../postgres/db.ts'
import { decimal } from './financial-files.ts'

type Row = {
  at: string
  payment_id: string | null
  object_id: string | null
  reference: string | null
  order_id: string | null
  code: keyof typeof wxCodes
  status: number
  local_currency: string
  local_minor: bigint
  currency: string
  minor: bigint
}

const columns: readonly { readonly head: string; readonly width: number }[] = [
  { head: 'Date and time', width: 20 },
  { head: 'Payment', width: 34 },
  { head: 'Refund or claim', width: 34 },
  { head: 'Your reference', width: 28 },
  { head: 'Your order', width: 16 },
  { head: 'Code', width: 7 },
  { head: 'What', width: 44 },
  { head: 'Status', width: 8 },
  { head: 'Currency', width: 10 },
  { head: 'Amount', width: 14 },
  { head: 'Due in', width: 10 },
  { head: 'Due', width: 14 },
]

/** A sheet takes 1,048,576 rows. */
const rowsOfSheet = 1_000_000

const escaped = (text: string): string =>
  /[^ -%'-;=?-~]/.test(text)
    ? text
        .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
    : text

/** Text is a text, whatever it begins with: a spreadsheet runs no formula in such a cell. */
const textCell = (text: string | null): string =>
  text === null || text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const numberCell = (text: string): string => `<c s="2"><v>${text}</v></c>`

const rowOf = (row: Row): string => {
  const isDue = !row.code.startsWith('X')
  const cells = [
    ...[row.at, row.payment_id, row.object_id, row.reference, row.order_id, row.code, wxCodes[row.code]].map(textCell),
    ...[
      `<c><v>${row.status}</v></c>`,
      textCell(row.local_currency),
      numberCell(decimal(row.local_currency, row.local_minor)),
    ],
    ...(isDue ? [textCell(row.currency), numberCell(decimal(row.currency, row.minor))] : []),
  ]
  return `<row>${cells.join('')}</row>`
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const sheetHead = `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"
 activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
   .map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
   .join('')}</cols><sheetData><row>${columns
   .map(({ head }) => `<c s="1" t="inlineStr"><is><t>${head}</t></is></c>`)
   .join('')}</row>`
const sheetFoot = '</sheetData></worksheet>'

const styles =
  `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>
<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>
<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>
</cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs>
</styleSheet>`.replaceAll('\n', '')

const parts = (sheets: number): Readonly<Record<string, string>> => {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1)
  return {
    'xl/styles.xml': styles,
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbers
      .map((n) => `<sheet name="Transactions${n === 1 ? '' : ` ${n}`}" sheetId="${n}" r:id="rId${n}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packaged}/relationships">${numbers
      .map((n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
      .join('')}<Relationship Id="styles" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    '_rels/.rels':
      `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument"
 Target="xl/workbook.xml"/></Relationships>`.replaceAll('\n', ''),
    '[Content_Types].xml': `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml"
 ContentType="${sheetType}.styles+xml"/>${numbers
   .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}.worksheet+xml"/>`)
   .join('')}</Types>`.replaceAll('\n', ''),
  }
}

/** A ZIP archive that is written part by part and taken piece by piece; without the time at which it was made. */
const openZip = () => {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, data) => {
    if (error) throw error
    ready.push(data)
  })
  const bytes = (text: string) => Buffer.from(text)
  return {
    add: (name: string) => {
      const part = new ZipDeflate(name, { level: 1 })
      part.mtime = '1980-01-01T00:00:00'
      zip.add(part)
      return {
        append: (text: string) => part.push(bytes(text), false),
        end: (text: string) => part.push(bytes(text), true),
      }
    },
    end: () => zip.end(),
    take: (): Uint8Array[] => ready.splice(0),
  }
}

const pageSize = 2_000

/** Staged movements as a spreadsheet, a page of rows in memory at a time; amounts are numbers that can be added up. */
export async function* movementsXlsx(tx: Tx): AsyncGenerator<Uint8Array> {
  await tx.run({
    text: `declare told no scroll cursor for
           select to_char(at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD HH24:MI:SS') as at, payment_id, object_id, reference,
                  order_id, code, status, local_currency, local_minor, currency, minor from movements`,
    values: [],
  })
  const zip = openZip()
  let [sheets, rows] = [1, 0]
  let sheet = zip.add('xl/worksheets/sheet1.xml')
  sheet.append(sheetHead)
  for (;;) {
    const page = await tx.run<Row>({ text: `fetch ${pageSize} from told`, values: [] })
    if (rows + page.length > rowsOfSheet) {
      sheet.end(sheetFoot)
      sheets += 1
      rows = 0
      sheet = zip.add(`xl/worksheets/sheet${sheets}.xml`)
      sheet.append(sheetHead)
    }
    sheet.append(page.map(rowOf).join(''))
    rows += page.length
    yield* zip.take()
    if (page.length < pageSize) break
  }
  await tx.run({ text: 'close told', values: [] })
  sheet.end(sheetFoot)
  for (const [name, text] of Object.entries(parts(sheets))) zip.add(name).end(text)
  zip.end()
  yield* zip.take()
}
