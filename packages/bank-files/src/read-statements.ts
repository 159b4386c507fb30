import { type Bytes, type Limits, peek } from './bytes.ts'
import { readCamt } from './camt/read-camt.ts'
import { readMt940 } from './mt940/read-mt940.ts'
import type { StatementRecord } from './records.ts'

/**
 * Reads a bank's statements, whichever of the formats they are in: what begins with `<` is XML. Records come while bytes come
 * in, in the same shape from each. Throws `BankFileRefused` for what cannot be read on.
 */
export async function* readStatements(
  bytes: Bytes,
  limits: Limits = {},
): AsyncGenerator<StatementRecord, void, undefined> {
  const { head, all } = await peek(bytes, 4096)
  const isXml = /^(\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*</.test(Buffer.from(head).toString('latin1'))
  yield* isXml ? readCamt(all, limits) : readMt940(all, limits)
}
