import { type Bytes, peek } from '../bytes.ts'
import type { FileFault } from '../faults.ts'
import { quote } from '../money.ts'
import type { Position } from '../records.ts'
import { BankFileRefused } from '../refused.ts'

/** What an XML declaration may say, and what decodes it. */
const encodings: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
])

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte)

/** The decoder's name for a file that begins like this, or why there is none. */
const findEncoding = (head: Uint8Array): { encoding: string } | { fault: FileFault } => {
  if (startsWith(head, 0xfe, 0xff) || startsWith(head, 0xff, 0xfe) || head.subarray(0, 4).includes(0)) {
    return { fault: 'UTF-16 and UTF-32 are not read, bank messages are in UTF-8' }
  }
  const hasMark = startsWith(head, 0xef, 0xbb, 0xbf)
  const text = Buffer.from(head.subarray(hasMark ? 3 : 0)).toString('latin1')
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? 'UTF-8'
  const encoding = encodings.get(declared.toLowerCase())
  if (encoding === undefined) return { fault: `The encoding ${quote(declared)} is not read` }
  return hasMark && encoding !== 'utf-8'
    ? { fault: `It is marked as UTF-8 and declares ${quote(declared)}` }
    : { encoding }
}

/** Decodes an XML file as it declares itself, strictly; `position` says where the reader is, for what is refused. */
export async function* decodeXml(bytes: Bytes, position: () => Position): AsyncGenerator<string> {
  const { head, all } = await peek(bytes, 512)
  const found = findEncoding(head)
  if ('fault' in found) {
    await all.return?.()
    throw new BankFileRefused('encoding', found.fault, position())
  }
  const decoder = new TextDecoder(found.encoding, { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      if (chunk === undefined) throw new BankFileRefused('truncated', 'The file ends inside a character', position())
      throw new BankFileRefused(
        'encoding',
        `After this place there are bytes that are not ${found.encoding}`,
        position(),
      )
    }
  }
  for await (const chunk of all) {
    for (let at = 0; at < chunk.length; at += 65_536) yield decode(chunk.subarray(at, at + 65_536))
  }
  yield decode()
}
