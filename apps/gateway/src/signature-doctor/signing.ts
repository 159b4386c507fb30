import { createHmac } from 'node:crypto'

/** One way of signing that is not ours: what was done, who does so, and what to do instead. */
export type Habit = {
  /** Stable, for programs. */
  readonly name: string
  readonly says: string
  readonly looksLike: string
  readonly remedy: string
}

/** How somebody may have signed: the lines as bytes (Latin-1 text), how they were put together, and what made the digest. */
export type Signing = {
  readonly method: string
  readonly contentType: string
  readonly date: string
  readonly headers: readonly string[]
  readonly resource: string
  readonly compose: (lines: readonly string[]) => string
  readonly encode: (text: string) => Buffer
  readonly secret: Buffer
  readonly digest: (hash: string, secret: Buffer, text: Buffer) => Buffer
}

/** A habit is a change to one part of a signing; two habits meet where they change two parts. */
export type Variation = {
  readonly habit: Habit
  readonly part: keyof Signing
  readonly change: Partial<Signing>
  /** Tried alone, and with no second habit. */
  readonly isRare: boolean
}

export const vary = <Part extends keyof Signing>(
  habit: Habit,
  part: Part,
  values: readonly Signing[Part][],
  { isRare = false } = {},
): Variation[] => values.map((value) => ({ habit, part, change: { [part]: value }, isRare }))

export const linesOf = ({ method, contentType, date, headers, resource }: Signing): string[] => [
  method,
  contentType,
  date,
  ...headers,
  resource,
]

export const writeLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** The string-to-sign, as bytes. */
export const textOf = (signing: Signing): Buffer => signing.encode(signing.compose(linesOf(signing)))

export const hmacOf = (hash: string, secret: Buffer, text: Buffer): Buffer =>
  createHmac(hash, secret).update(text).digest()

/** What came over the wire is text in UTF-8; what is no UTF-8 is left as it is. */
export const decodeUtf8 = (bytes: string): string => {
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? bytes : text
}

export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
