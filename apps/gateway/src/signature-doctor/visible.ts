import { decodeUtf8 } from './signing.ts'

const named: Readonly<Record<string, string>> = { '\n': '␊', '\r': '␍', '\t': '␉' }

/**
 * Bytes as a person can read them, on one line: control characters, blanks at an end or side by side, and what looks
 * like nothing are made visible, so that a terminal obeys none of them.
 */
export const visible = (bytes: string): string =>
  decodeUtf8(bytes)
    .replace(/^ +| +$| {2,}/g, (blanks) => '␠'.repeat(blanks.length))
    .replace(/ (?=[\r\n])/g, '␠')
    .replace(/[\p{C}\p{Z}\u0080-\u009f]/gu, (character) => {
      if (character === ' ') return character
      const code = character.codePointAt(0) ?? 0
      return (
        named[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`)
      )
    })

/** One line of the string-to-sign that differs; without `signed` it was left out, without `expected` it is one too many. */
export type Difference = { readonly line: string; readonly expected?: string; readonly signed?: string }

/** Lines with their ends. */
const split = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const nameOf = (line: string | undefined, index: number, count: number): string => {
  if (index < 3) return ['HTTP method', 'Content-Type', 'Date'][index] ?? ''
  if (index === count - 1) return 'path and query'
  return /^[\w-]+(?=:)/.exec(line ?? '')?.[0] ?? 'line'
}

/** How long the longest common run of lines is, for each pair of places: from there to the ends. */
const common = (a: readonly string[], b: readonly string[]): number[][] => {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i] ?? []
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

/** The lines of two strings-to-sign that differ, in their order; lines that stand in each other's place are one difference. */
export const differencesOf = (expected: string, signed: string): Difference[] => {
  const [a, b] = [split(expected), split(signed).slice(0, 200)]
  const table = common(a, b)
  const found: Difference[] = []
  let [i, j] = [0, 0]
  let [left, right]: [[number, string][], string[]] = [[], []]
  const flush = () => {
    for (let at = 0; at < Math.max(left.length, right.length); at++) {
      const [index, ours] = left[at] ?? [i, undefined]
      const theirs = right[at]
      found.push({
        line: `line ${index + 1}, ${nameOf(ours, index, a.length)}`,
        ...(ours === undefined ? {} : { expected: visible(ours) }),
        ...(theirs === undefined ? {} : { signed: visible(theirs) }),
      })
    }
    ;[left, right] = [[], []]
  }
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush()
      i++
      j++
    } else if (j >= b.length || (i < a.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      left.push([i, a[i++] ?? ''])
    } else right.push(b[j++] ?? '')
  }
  flush()
  return found
}
