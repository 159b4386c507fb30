import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { entryIdentity, type StatementEnd, statementGaps, statementIdentity } from './index.ts'
import { ofKind, read, sample, writeCamt, writeMt940 } from './testing.ts'

const days = [0n, 5n, 7n, 7n, 12n].map((opening, at, all) => {
  const minor = (all[at + 1] ?? 20n) - opening
  const reference = { reference: `A${at}Z`, endToEndId: `A${at}Z`, text: 'A' }
  return { opening, entries: [{ credit: true, reversal: false, booked: true, minor, day: '2026-11-24', ...reference }] }
})

const ends = async (text: string): Promise<StatementEnd[]> => ofKind((await read(text)).records, 'statement_end')

const found = (all: readonly StatementEnd[]): string[] =>
  statementGaps(all).map(
    ({ after, before, why, missing }) => `${after.statement.id} ${before.statement.id} ${why} ${missing}`,
  )

describe('statements', () => {
  for (const [name, write] of [
    ['camt.053', writeCamt],
    ['MT940', writeMt940],
  ] as const) {
    test(`of ${name} that are all there have no gap, in any order and twice too`, async () => {
      const all = await ends(write(days))
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }), async (some) => {
          assert.deepEqual(statementGaps(some), [])
        }),
      )
    })

    test(`of ${name} that are missing are counted`, async () => {
      const [first, , , fourth, last] = await ends(write(days))
      assert.ok(first && fourth && last)
      assert.deepEqual(found([last, fourth, first]), ['S0 S3 number 2'])
    })

    test(`of ${name} that are not counted are followed by their balances`, async () => {
      const uncounted = (end: StatementEnd): StatementEnd => {
        const { sequence, ...statement } = end.statement
        const day = `2026-11-0${sequence}`
        const closing = end.closing && { ...end.closing, date: day }
        return { ...end, statement, ...(closing && { closing }) }
      }
      const all = (await ends(write(days))).map(uncounted)
      assert.deepEqual(found(all), [])
      assert.deepEqual(found(all.toSpliced(1, 1)), ['S0 S2 balance undefined'])
      assert.deepEqual(found(all.toSpliced(2, 1)), [], 'a day without a booking leaves no trace')
    })
  }

  test('may begin their numbers anew', async () => {
    const [december] = await ends(writeCamt([{ ...days[0], opening: 0n, entries: [] }]))
    assert.ok(december?.closing)
    const january: StatementEnd = { ...december, closing: { ...december.closing, date: '2027-01-02' } }
    const counted = { ...december, statement: { ...december.statement, sequence: 366n } }
    assert.deepEqual(found([january, counted]), [])
  })

  test('are the same under another file name, and another when corrected', async () => {
    const [one] = await ends(writeCamt(days.slice(0, 1)))
    const [again] = await ends(`${writeCamt(days.slice(0, 1))}\n\n`)
    const [corrected] = await ends(writeCamt(days.slice(0, 1).map((day) => ({ ...day, closing: 6n }))))
    assert.ok(one && again && corrected)
    assert.equal(statementIdentity(one), statementIdentity(again))
    assert.notEqual(statementIdentity(one), statementIdentity(corrected))
  })

  test('that only announce have no gaps', async () => {
    assert.deepEqual(statementGaps(await ends(Buffer.from(sample('camt.054.001.08.xml')).toString())), [])
  })
})

test('an entry is the same in the report of the day and in the statement', async () => {
  const identities = async (name: string) =>
    ofKind((await read(sample(name))).records, 'entry').map((entry) => entryIdentity('NL91ABNA0417164300', entry))
  const [statement, report] = [await identities('camt.053.001.08.xml'), await identities('camt.052.001.08.xml')]
  assert.deepEqual(statement.slice(0, 4), report.slice(0, 4))
  assert.equal(new Set(statement).size, statement.length)
  const german = await identities('mt940.german.sta')
  assert.equal(new Set(german).size, german.length)
})
