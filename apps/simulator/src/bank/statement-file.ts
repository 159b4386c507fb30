import { digitsOf } from '../settlement/calendar.ts'
import type { StatementFormat } from './bank.ts'
import { camtOf } from './camt.ts'
import { mt940Of } from './mt940.ts'
import type { Written } from './written.ts'

const writers = {
  'camt.053': { prefix: 'camt053', suffix: 'xml', write: camtOf },
  mt940: { prefix: 'mt940', suffix: 'sta', write: mt940Of },
} as const

/** The file of a statement: its path on the bank's server, and its text. */
export const statementFile = (format: StatementFormat, written: Written): { path: string; text: string } => {
  const { prefix, suffix, write } = writers[format]
  const again = written.copy === 1 ? '' : `_${written.copy}`
  const path = `/statements/${prefix}_${written.accountId}_${digitsOf(written.day)}${again}.${suffix}`
  return { path, text: write(written) }
}
