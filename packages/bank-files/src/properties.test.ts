import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import {
  closingOf,
  corpus,
  ofKind,
  read,
  sample,
  type WrittenEntry,
  type WrittenStatement,
  writeCamt,
  writeMt940,
} from './testing.ts'

const words = (letters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength }).map((text) => `A${text}Z`)

const entry: fc.Arbitrary<WrittenEntry> = fc.record(
  {
    credit: fc.boolean(),
    reversal: fc.boolean(),
    booked: fc.boolean(),
    minor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    day: fc
      .date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    reference: words('0123456789', 12),
    endToEndId: words('0123456789ABC-.', 30),
    text: words('abc 012&<>é€', 100),
  },
  { noNullPrototype: true },
)

const statement: fc.Arbitrary<WrittenStatement> = fc.record(
  {
    opening: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    entries: fc.array(entry, { maxLength: 6 }),
  },
  { noNullPrototype: true },
)

const statements = fc.array(statement, { minLength: 1, maxLength: 3 })

const booked = (all: readonly WrittenStatement[]): readonly WrittenStatement[] =>
  all.map(({ opening, entries }) => ({ opening, entries: entries.map((each) => ({ ...each, booked: true })) }))

/** What was read, in the words of what was written. */
const readBack = async (text: string | Uint8Array): Promise<WrittenStatement[]> => {
  const { records, refused } = await read(text)
  assert.equal(refused, undefined)
  assert.deepEqual(ofKind(records, 'problem'), [])
  return ofKind(records, 'statement_end').map((end) => {
    assert.equal(end.verdict, 'adds_up')
    const entries = ofKind(records, 'entry').filter((each) => each.statement === end.statement.number)
    return {
      opening: end.opening?.amount.minor ?? assert.fail('no opening balance'),
      entries: entries.map((each) => ({
        credit: each.direction === 'credit',
        reversal: each.isReversal,
        booked: each.status === 'BOOK',
        minor: each.amount.minor,
        day: each.valueDate ?? '',
        reference: each.bankReference ?? '',
        endToEndId: each.transactions[0]?.references.endToEndId ?? '',
        text: each.transactions[0]?.remittance[0] ?? '',
      })),
    }
  })
}

const validator = (): ((text: string) => void) => {
  if (corpus === undefined) return () => undefined
  const schema = XmlDocument.fromBuffer(readFileSync(join(corpus, 'xsd/camt.053.001.08.xsd')))
  const xsd = XsdValidator.fromDoc(schema)
  return (text) => {
    const document = XmlDocument.fromString(text)
    xsd.validate(document)
    document.dispose()
  }
}

describe('what is written is read', () => {
  const how = corpus === undefined ? 'unchecked, SILKGATE_CORPUS is not set' : 'checked by its schema'
  test(`as camt.053.001.08 (${how})`, async () => {
    const validate = validator()
    await fc.assert(
      fc.asyncProperty(statements, async (all) => {
        const text = writeCamt(all)
        validate(text)
        assert.deepEqual(await readBack(text), all)
      }),
    )
  })

  test('as MT940', async () => {
    await fc.assert(
      fc.asyncProperty(statements.map(booked), async (all) => assert.deepEqual(await readBack(writeMt940(all)), all)),
    )
  })
})

const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length))
}

const files = [
  'camt.053.001.04.xml',
  'camt.054.001.08.xml',
  'mt940.german.sta',
  'mt940.pages.sta',
  'mt940.latin1.sta',
  'mt942.sta',
]

describe('however the bytes come', () => {
  for (const name of files) {
    const bytes = sample(name)
    test(`${name} gives the same records in any pieces`, async () => {
      const whole = await read(bytes)
      const single = await read(cut(bytes, [...bytes.keys()]))
      assert.deepEqual(single, whole)
      const places = fc.array(fc.nat(bytes.length), { maxLength: 20 })
      await fc.assert(
        fc.asyncProperty(places, async (at) => assert.deepEqual(await read(cut(bytes, at)), whole)),
        { numRuns: 30 },
      )
    })

    const step = name.endsWith('.xml') ? 13 : 1
    test(`${name}, cut at any byte, gives no statement that is silently less`, async () => {
      const { records } = await read(bytes)
      for (let length = 0; length < bytes.length; length += step) {
        const part = await read(bytes.subarray(0, length))
        const complete = part.refused === undefined ? ofKind(part.records, 'statement_end') : []
        for (const end of complete.filter(({ verdict }) => verdict !== 'differs')) {
          const { number } = end.statement
          const entries = (all: typeof records) => ofKind(all, 'entry').filter((each) => each.statement === number)
          assert.deepEqual(entries(part.records), entries(records), `cut to ${length} bytes`)
          const original = ofKind(records, 'statement_end').find((each) => each.statement.number === number)
          assert.equal(end.verdict, original?.verdict)
          assert.deepEqual(end.closing?.amount, original?.closing?.amount)
        }
      }
    })
  }

  test('XML that is cut is always refused', async () => {
    const bytes = Buffer.from(writeCamt([{ opening: 5n, entries: [] }]).trimEnd())
    for (let length = 0; length < bytes.length; length++) {
      const { refused } = await read(bytes.subarray(0, length))
      assert.ok(refused !== undefined, `cut to ${length} bytes`)
    }
  })
})

test('a statement that closes elsewhere differs, and the figures are given', async () => {
  await fc.assert(
    fc.asyncProperty(statements.map(booked), fc.bigInt({ min: 1n, max: 10n ** 6n }), async ([one], off) => {
      if (one === undefined) return
      const minor = closingOf(one)
      for (const write of [writeCamt, writeMt940]) {
        const { records } = await read(write([{ ...one, closing: minor + off }]))
        const [end] = ofKind(records, 'statement_end')
        const euros = (of: bigint) => ({ currency: 'EUR', minor: of })
        assert.equal(end?.verdict, 'differs')
        assert.deepEqual(end.differences, [{ of: 'closing balance', stated: euros(minor + off), found: euros(minor) }])
      }
    }),
  )
})
