import { wxCodes } from '@silkgate/domain'
import { Zip, ZipDeflate } from 'fflate'
import { decimal } from './financial-files.ts'
import type { Movement } from './read-movements.store.ts'
import { isDue } from './wx-fields.ts'

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
const textCell = (text: string | undefined): string =>
  text === undefined || text === ''
    ? '<c/>'
    : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const numberCell = (text: string): string => `<c s="2"><v>${text}</v></c>`

const rowOf = (one: Movement): string => {
  const { at, paymentId, objectId, reference, orderId, code, status, localCurrency, localMinor, currency, minor } = one
  const cells = [
    ...[at.replace('T', ' '), paymentId, objectId, reference, orderId, code, wxCodes[code]].map(textCell),
    ...[`<c><v>${status}</v></c>`, textCell(localCurrency), numberCell(decimal(localCurrency, BigInt(localMinor)))],
    ...(isDue(one) ? [textCell(currency), numberCell(decimal(currency, BigInt(minor)))] : []),
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

/** The same in pages of one size, so that what is packed does not depend on how they came. */
async function* inPages<T>(all: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  let page: T[] = []
  for await (const some of all) {
    for (const one of some) {
      page.push(one)
      if (page.length < pageSize) continue
      yield page
      page = []
    }
  }
  yield page
}

/** Movements as a spreadsheet; amounts are numbers that can be added up. */
export async function* movementsXlsx(all: AsyncIterable<readonly Movement[]>): AsyncGenerator<Uint8Array> {
  const zip = openZip()
  let [sheets, rows] = [1, 0]
  let sheet = zip.add('xl/worksheets/sheet1.xml')
  sheet.append(sheetHead)
  for await (const page of inPages(all)) {
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
  }
  sheet.end(sheetFoot)
  for (const [name, text] of Object.entries(parts(sheets))) zip.add(name).end(text)
  zip.end()
  yield* zip.take()
}
