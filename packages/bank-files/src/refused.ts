import type { FileFault } from './faults.ts'
import type { Position } from './records.ts'

/** Why a file is not read on. */
export type RefusalReason =
  | 'empty'
  | 'unknown_format'
  | 'wrong_root'
  | 'no_statement'
  | 'incomplete'
  | 'truncated'
  | 'malformed'
  | 'doctype'
  | 'encoding'
  | 'too_deep'
  | 'too_long'
  | 'too_large'

/**
 * Thrown by a reader for a file that cannot be read on. What it delivered before is not to be relied upon: throw that
 * away together.
 */
export class BankFileRefused extends Error {
  override readonly name = 'BankFileRefused'
  readonly reason: RefusalReason
  readonly at: Position

  constructor(reason: RefusalReason, message: FileFault, at: Position) {
    super(`${message} (line ${at.line}, column ${at.column}${at.path === '' ? '' : `, ${at.path}`})`)
    this.reason = reason
    this.at = at
  }
}
