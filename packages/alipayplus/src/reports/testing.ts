import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { openReport, type ReportKind } from './index.ts'

/** A report of each kind, as it is written. */
export const golden = (kind: ReportKind): string =>
  readFileSync(resolve(import.meta.dirname, 'golden', `${kind}.csv`), 'utf8')

/** The bytes of a text in pieces of a size, so that pieces end in the middle of anything. */
export const inPieces = async function* (text: string, size = 65_536) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Reads a report that is not refused, to its end. */
export const read = async (text: string, { name = 'report.csv', size }: { name?: string; size?: number } = {}) => {
  const report = await openReport(inPieces(text, size), name)
  assert.ok(report.kind !== undefined, report.kind === undefined ? report.reason : '')
  const [rows, broken] = [[] as object[], [] as object[]]
  for await (const block of report.blocks) {
    rows.push(...block.rows)
    broken.push(...block.broken.map(({ line, column, reason }) => ({ line, column, reason })))
  }
  const { blocks, end, ...head } = report
  return { head, rows, broken, end: end() }
}
