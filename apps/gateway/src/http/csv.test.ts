import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CsvCell, csvAnswer, csvLine } from './csv.ts'

/** Reads a line as RFC 4180 says, by nobody's code but this. */
const readLine = (line: string): string[] => {
  const cells: string[] = []
  for (const [, quoted, plain = ''] of `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,"]*))/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain)
  }
  return cells
}

test('what a cell holds comes back, and no text is run as a formula', () => {
  const cell = fc.oneof(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",\'aé中0') }), fc.integer(), fc.bigInt())
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const line = csvLine(cells)
      assert.ok(line.endsWith('\r\n'))
      const read = readLine(line.slice(0, -2))
      assert.equal(read.length, cells.length)
      for (const [place, written] of cells.entries()) {
        const found = read[place] ?? ''
        if (typeof written !== 'string') assert.equal(found, String(written))
        else assert.equal(found, /^[=+\-@\t\r]/.test(written) ? `'${written}` : written)
      }
    }),
  )
  assert.equal(csvLine(['a', undefined, 0]), 'a,,0\r\n')
})

test('blocks are made when they are read, and no row still has its head', async () => {
  let made = 0
  const blocks = async function* (): AsyncGenerator<CsvCell[][]> {
    while (made < 1_000) {
      made++
      yield [['x'.repeat(10_000)]]
    }
  }
  const { stream } = csvAnswer(['a'], blocks())
  assert.ok(stream)
  await new Promise((resolve) => stream.once('readable', resolve))
  assert.ok(made < 20, `${made} blocks were made before anybody read`)
  stream.destroy()
  const none = csvAnswer(['a', 'b'], (async function* () {})())
  assert.equal(none.stream && (await text(none.stream)), 'a,b\r\n')
})
