import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { corpus, ofKind, outcomeOf, read, sample, testdata, toJson } from './testing.ts'

const samples = readdirSync(testdata).filter((name) => /\.(xml|sta)$/.test(name))

const golden = (name: string): unknown => JSON.parse(readFileSync(join(testdata, `${name}.json`), 'utf8'))

/** Records without what differs between the versions of a message: where it stands, and what older ones cannot say. */
const inAnyVersion = (records: unknown): unknown => {
  const without = ['version', 'messageId', 'at', 'uetr', 'isIncluded']
  const text = JSON.stringify(records, (key, value) => {
    if (without.includes(key)) return undefined
    return typeof value === 'object' && value !== null && 'references' in value
      ? { ...value, direction: undefined }
      : value
  })
  return JSON.parse(text)
}

describe('every sample of ours', () => {
  for (const name of samples.filter((each) => /\.08\.xml$|\.sta$/.test(each))) {
    test(`${name} gives the records that are written beside it`, async () => {
      const { records, refused } = await read(sample(name))
      assert.equal(refused, undefined)
      assert.deepEqual(toJson(records), golden(name))
    })
  }

  for (const name of samples.filter((each) => each.endsWith('.xml') && !each.endsWith('.08.xml'))) {
    test(`${name} gives the same as version 08`, async () => {
      const { records } = await read(sample(name))
      assert.equal(ofKind(records, 'statement')[0]?.version, name.slice(-6, -4))
      assert.deepEqual(inAnyVersion(toJson(records)), inAnyVersion(golden(name.replace(/\d\d\.xml$/, '08.xml'))))
    })
  }

  test('there is one for each format, and for old, new and coming versions', () => {
    assert.deepEqual(samples, [
      'camt.052.001.02.xml',
      'camt.052.001.06.xml',
      'camt.052.001.08.xml',
      'camt.053.001.02.xml',
      'camt.053.001.04.xml',
      'camt.053.001.06.xml',
      'camt.053.001.08.xml',
      'camt.053.001.13.xml',
      'camt.054.001.02.xml',
      'camt.054.001.04.xml',
      'camt.054.001.08.xml',
      'mt940.dutch.sta',
      'mt940.german.sta',
      'mt940.latin1.sta',
      'mt940.pages.sta',
      'mt942.sta',
    ])
  })
})

/** What becomes of the files that other projects publish. Some were made anonymous without care for the sums. */
const outcomes: Readonly<Record<string, string>> = {
  'camt/camt052.v8.xml': '1 unverified',
  'camt/camt053.v2.all-balance-types.xml': '1 differs',
  'camt/camt053.v2.multi.statement.xml': '2 adds_up',
  'camt/camt053.v2.with-party-ids.xml': '1 differs',
  'camt/camt053.v2.wrong.xml': 'refused: no_statement',
  'camt/camt053.v4.xml': '1 differs',
  'camt/camt053.v8.xml': '1 differs',
  'camt/camt054.v8-with-UETR.xml': '1 unverified',
  'mt940/betterplace-amount_formats.sta': 'refused: unknown_format',
  'mt940/betterplace-sepa_mt9401.sta': '26 adds_up',
  'mt940/cmxl-mt940.sta': '3 adds_up',
  'mt940/jejik-abnamro.sta': '2 differs',
  'mt940/jejik-generic.sta': '2 adds_up',
  'mt940/jejik-ing.sta': '1 differs',
  'mt940/jejik-rabobank-iban.sta': '2 adds_up',
  'mt940/self-provided-february_30.sta': '1 adds_up, problem: date',
  'mt940/self-provided-malformed_details.sta': '1 differs',
  'mt940/self-provided-mt942.sta': '1 differs',
}

/** The figures of those that differ: what the file states, and what its entries come to. */
const differences: Readonly<Record<string, string>> = {
  'camt/camt053.v2.all-balance-types.xml': 'EUR 404, not EUR 986',
  'camt/camt053.v2.with-party-ids.xml': 'SEK -2700, not EUR 2700',
  'camt/camt053.v4.xml': 'SEK -2700, not EUR 2700',
  'camt/camt053.v8.xml': 'SEK -2700, not EUR 2700',
  'mt940/jejik-abnamro.sta': 'EUR 87684, not EUR 291484; EUR 184975, not EUR 285235',
  'mt940/jejik-ing.sta': 'EUR 347, not EUR -4559',
  'mt940/self-provided-malformed_details.sta': 'EUR 1234598, not EUR 1211197',
  'mt940/self-provided-mt942.sta': 'EUR 230, not EUR 42',
}

const folder = corpus
if (folder === undefined) {
  test('the corpus of real bank files is not here: set SILKGATE_CORPUS to read it; our own samples were read', () => {
    assert.ok(samples.length > 0)
  })
} else {
  describe('every real bank file', () => {
    const files = ['camt', 'mt940'].flatMap((format) =>
      readdirSync(join(folder, format)).map((name) => `${format}/${name}`),
    )

    test('is in the table', () => {
      assert.ok(existsSync(folder))
      assert.deepEqual(files.sort(), Object.keys(outcomes).sort())
    })

    for (const [file, expected] of Object.entries(outcomes)) {
      test(`${file}: ${expected}`, async () => {
        const result = await read(readFileSync(join(folder, file)))
        assert.equal(outcomeOf(result), expected)
        const figures = result.records.flatMap((record) => (record.kind === 'statement_end' ? record.differences : []))
        const said = figures.map(({ stated, found }) => `${show(stated)}, not ${show(found)}`)
        assert.equal(said.join('; '), differences[file] ?? '')
      })
    }
  })
}

const show = (figure: unknown): string => {
  const { currency, minor } = figure as { currency: string; minor: bigint }
  return `${currency} ${minor}`
}
