import { longestText } from '../bytes.ts'
import { BankFileRefused } from '../refused.ts'

/** A line without its end. `isEnded` is false for a last line that may have been cut. */
export type Line = { readonly text: string; readonly number: number; readonly isEnded: boolean }

const strict = new TextDecoder('utf-8', { fatal: true })
const latin = new TextDecoder('windows-1252')

/** Banks write UTF-8 or Latin-1 and never say which: what is not the one is the other. */
const decode = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes)
  } catch {
    return latin.decode(bytes)
  }
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

const nothing: Uint8Array = new Uint8Array()

const join = (one: Uint8Array, other: Uint8Array): Uint8Array =>
  one.length === 0 ? other : Buffer.concat([one, other])

/** Splits bytes into lines that end by CR, LF or both, in any mixture. */
export async function* splitLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 0
  let rest = nothing
  let skipsLineFeed = false

  const take = (line: Uint8Array, isEnded: boolean): Line => {
    number += 1
    const at = { line: number, column: 1, path: '' }
    if (line.length > longestText)
      throw new BankFileRefused('too_long', `More than ${longestText} bytes in one line`, at)
    const zero = line.indexOf(0)
    if (zero >= 0) throw new BankFileRefused('malformed', 'There is a null byte', { ...at, column: zero + 1 })
    return { text: decode(line), number, isEnded }
  }

  for await (const chunk of bytes) {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      const isSecond = byte === lineFeed && skipsLineFeed
      skipsLineFeed = byte === carriageReturn
      if (byte !== lineFeed && byte !== carriageReturn) continue
      if (!isSecond) yield take(join(rest, chunk.subarray(from, at)), true)
      rest = nothing
      from = at + 1
    }
    rest = join(rest, chunk.subarray(from))
    if (rest.length > longestText) take(rest, false)
  }
  if (rest.length > 0) yield take(rest, false)
}
