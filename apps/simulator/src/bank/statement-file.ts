import { type Day, digitsOf } from '../settlement/calendar.ts'
import type { StatementFormat } from './bank.ts'
import { camtOf } from './camt.ts'
import { mt940Of } from './mt940.ts'
import type { Written } from './written.ts'

const formats = {
  'camt.053': { prefix: 'camt053', suffix: 'xml', write: camtOf },
  mt940: { prefix: 'mt940', suffix: 'sta', write: mt940Of },
} as const satisfies Record<StatementFormat, unknown>

/** Where a statement lies on the bank's server. */
export const statementPath = (format: StatementFormat, accountId: string, day: Day, copy = 1): string => {
  const { prefix, suffix } = formats[format]
  return `/statements/${prefix}_${accountId}_${digitsOf(day)}${copy === 1 ? '' : `_${copy}`}.${suffix}`
}

/** A statement as a file of a format. */
export const statementText = (format: StatementFormat, written: Written): string => formats[format].write(written)
