import { BankFileRefused } from './refused.ts'

/** The bytes of a file: a stream of Node.js or of the web, or anything else that gives them chunk by chunk. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** How much a reader takes before it refuses a file. */
export type Limits = {
  /** Bytes of the whole file; 256 MiB where it is not said. */
  readonly maxBytes?: number
  /** Payments in one entry, which is held in memory as a whole; 100,000 where it is not said. */
  readonly maxTransactions?: number
}

/** No text, no attribute and no line may be longer, in characters. */
export const longestText = 1024 * 1024

/** Gives the bytes on, and refuses the file once there are too many. */
export async function* limitBytes(bytes: Bytes, { maxBytes = 256 * 1024 * 1024 }: Limits): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of bytes) {
    seen += chunk.length
    if (seen > maxBytes) {
      throw new BankFileRefused('too_large', `The file has more than ${maxBytes} bytes`, {
        line: 1,
        column: 1,
        path: '',
      })
    }
    yield chunk
  }
}

/** The first bytes, at least `size` where the file has them, and all bytes again. */
export const peek = async (
  bytes: Bytes,
  size: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> => {
  const chunks = (async function* () {
    yield* bytes
  })()
  const taken: Uint8Array[] = []
  for (let length = 0; length < size; ) {
    const { value, done } = await chunks.next()
    if (done) break
    taken.push(value)
    length += value.length
  }
  const head = Buffer.concat(taken)
  const all = (async function* () {
    yield head
    yield* chunks
  })()
  return { head, all }
}
