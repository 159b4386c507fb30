import type { IncomingFile } from '../support/back-office.ts'
import { cellsOf, lineOf } from '../support/csv-lines.ts'
import type { Dice } from '../support/dice.ts'

/** The columns of a report that is put in parts: its total, and what it is the sum of. */
const columns = {
  transactionItems: ['netSettlementAmountValue', 'settlementAmountValue'],
  feeItems: ['totalFeeAmountValue', 'feeAmountValue'],
} as const

/** A report in two, each with its own totals. */
const reportInTwo = (file: IncomingFile, dice: Dice): IncomingFile[] => {
  const kind = file.name.startsWith('feeItems') ? 'feeItems' : 'transactionItems'
  const [totalColumn, ofRow] = columns[kind]
  const [titles = '', totals = '', , header = '', ...rest] = file.body.toString().trim().split('\n')
  const rows = rest.slice(0, -1)
  const [names, ofRows] = [cellsOf(titles), cellsOf(header)]
  const at = 1 + dice.below(rows.length - 1)
  const minorOf = (row: string): number => {
    const cells = cellsOf(row)
    const minor = Number(cells[ofRows.indexOf(ofRow)])
    return cells[ofRows.indexOf('fundDirection')] === 'D' ? -minor : minor
  }
  return [rows.slice(0, at), rows.slice(at)].map((part, number) => {
    const minor = part.reduce((sum, row) => sum + minorOf(row), 0)
    const said: Record<string, string> = {
      totalCount: String(part.length),
      [totalColumn]: String(Math.abs(minor)),
      fundDirection: minor > 0 ? 'C' : 'D',
    }
    const total = lineOf(cellsOf(totals).map((cell, column) => said[names[column] ?? ''] ?? cell))
    const text = [titles, total, '', header, ...part, '<END>', ''].join('\n')
    return { ...file, name: file.name.replace('_000.csv', `_${10 + number}0.csv`), body: Buffer.from(text) }
  })
}

/** A statement on two pages, cut between its entries. */
const statementOnPages = (file: IncomingFile): IncomingFile[] => {
  const [head = '', ...entries] = file.body.toString().split(/(?=^:61:)/m)
  const [last = '', end = ''] = (entries.pop() ?? '').split(/(?=^:62F:)/m)
  const [, direction = '', day = '', currency = '', amount = ''] =
    /:60F:([CD])(\d{6})([A-Z]{3})([\d,]+)/.exec(head) ?? []
  const decimals = amount.split(',')[1]?.length ?? 0
  const minorOf = (text: string): number => Number(text.replace(',', ''))
  const opening = (direction === 'D' ? -1 : 1) * minorOf(amount)
  const between = entries.reduce((sum, entry) => {
    const [, mark = '', value = ''] = /^:61:\d{10}([CD])([\d,]+)/.exec(entry) ?? []
    return sum + (mark === 'D' ? -1 : 1) * minorOf(value)
  }, opening)
  const digits = String(Math.abs(between)).padStart(decimals + 1, '0')
  const value = `${digits.slice(0, digits.length - decimals)},${digits.slice(digits.length - decimals)}`
  const balance = `${between < 0 ? 'D' : 'C'}${day}${currency}${value}`
  const second = head.replace(/(:28C:\d+)\/1/, '$1/2').replace(/:60F:.*/, `:60M:${balance}`)
  return [
    { ...file, body: Buffer.from(`${head}${entries.join('')}:62M:${balance.replace(day, closingDayOf(end))}\n-\n`) },
    { ...file, name: `page-2-${file.name}`, body: Buffer.from(`${second}${last}${end}`) },
  ]
}

const closingDayOf = (end: string): string => /:62F:[CD](\d{6})/.exec(end)?.[1] ?? ''

/** Statements in one file, as a bank may send them. */
const statementsInOne = ([first, ...others]: readonly IncomingFile[]): IncomingFile[] => {
  if (first === undefined) return []
  const texts = others.map(({ body }) => body.toString())
  const isXml = first.name.endsWith('.xml')
  const inner = texts.map((text) => /<Stmt>.*<\/Stmt>/s.exec(text)?.[0] ?? '')
  const text = isXml
    ? first.body.toString().replace('</BkToCstmrStmt>', () => `${inner.join('\n')}</BkToCstmrStmt>`)
    : [first.body.toString(), ...texts].join('')
  return [{ ...first, name: `all-${first.name}`, body: Buffer.from(text) }]
}

/**
 * The same rows and entries in other files: reports that are as they should be in two parts, statements on two pages, and several
 * statements in one file.
 */
export const parted = (files: readonly IncomingFile[], spoiled: readonly string[], dice: Dice): IncomingFile[] => {
  const statements = files.filter(({ source }) => source === 'bank')
  const isMerged = (file: IncomingFile) => /_\d{8}\.(xml|sta)$/.test(file.name)
  const [merged, left] = [statements.filter(isMerged), statements.filter((file) => !isMerged(file))]
  const together = (suffix: string) => {
    const some = dice.shuffled(merged.filter(({ name }) => name.endsWith(suffix)))
    const at = dice.below(some.length + 1)
    const paged = some.slice(at).flatMap((file) => {
      const entries = file.body.toString().match(/^:61:/gm) ?? []
      return entries.length > 1 ? statementOnPages(file) : [file]
    })
    return [...statementsInOne(some.slice(0, at)), ...paged]
  }
  const reports = files.filter(({ source }) => source === 'alipayplus')
  const inParts = reports.flatMap((file) => {
    const rows = file.body.toString().split('\n\n')[1]?.split('\n').length ?? 0
    const isWhole = /^(transactionItems|feeItems).*_000\.csv$/.test(file.name) && !spoiled.includes(file.name)
    return isWhole && rows > 4 && dice.chance(80) ? reportInTwo(file, dice) : [file]
  })
  return [...inParts, ...together('.sta'), ...together('.xml'), ...left]
}
