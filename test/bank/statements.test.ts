import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { sandboxBankAccounts } from '../../apps/gateway/src/sandbox/identities.ts'
import { accounts } from '../../apps/simulator/src/bank/accounts.ts'
import type { BankEntry, BankStatement, StatementFormat } from '../../apps/simulator/src/bank/bank.ts'
import { closesAt, statementTime } from '../../apps/simulator/src/bank/bank-times.ts'
import { bookDay } from '../../apps/simulator/src/bank/book-day.ts'
import { type Fault, type FaultName, faultNames, openFaults } from '../../apps/simulator/src/fault/faults.ts'
import { businessDayAfter } from '../../apps/simulator/src/settlement/calendar.ts'
import { statementGaps } from '../../packages/bank-files/src/index.ts'
import { corpus, ofKind, read } from '../../packages/bank-files/src/testing.ts'

const currencies = [...new Set(accounts.map(({ currency }) => currency))]

/** What the bank writes on some business days on which some batches are due, by the path. */
const play = (
  nets: readonly (readonly (readonly [string, bigint])[])[],
  format: StatementFormat,
  wanted: readonly Fault[] = [],
) => {
  const faults = openFaults()
  faults.set(wanted)
  let statements: BankStatement[] = []
  let entries: BankEntry[] = []
  const files = new Map<string, string>()
  let day = '2026-11-24'
  for (const ofDay of nets) {
    day = businessDayAfter(day, 1)
    const batches = ofDay.map(([currency, netMinor], at) => ({
      settlementBatchId: `S${day.replaceAll('-', '')}STD${at}${currency}`,
      currency,
      netMinor,
    }))
    const putOff = entries.filter(({ bookingDay }) => bookingDay === undefined || bookingDay === day)
    const closing = bookDay(day, { statements, batches, putOff, transfers: [] }, { format, faults })
    entries = [...entries.filter(({ bookingDay }) => bookingDay !== undefined), ...closing.entries]
    const isNewer = ({ accountId }: BankStatement) => closing.statements.some((one) => one.accountId === accountId)
    statements = [...statements.filter((one) => !isNewer(one)), ...closing.statements]
    for (const { path, body } of closing.files) files.set(path, String(body))
  }
  return { files, entries: entries.filter(({ bookingDay }) => bookingDay !== undefined && bookingDay <= day) }
}

const net = fc.tuple(
  fc.constantFrom(...currencies),
  fc.bigInt({ min: -1_000_000n, max: 10n ** 10n }).filter((minor) => minor !== 0n),
)
const days = fc.array(fc.array(net, { maxLength: 4 }), { minLength: 1, maxLength: 6 })
const ofBank = (Object.keys(faultNames) as FaultName[]).filter((name) =>
  ['credit', 'statement'].includes(faultNames[name].strikes),
)
const someFaults = fc.subarray(ofBank).map((names) => names.map((name) => ({ name, share: 0.5 })))

describe('the statements of the simulated bank', () => {
  test('are about the accounts that the gateway has in the sandbox', () => {
    assert.deepEqual(
      accounts,
      sandboxBankAccounts.map(({ accountId, currency, purpose }) => ({ accountId, currency, purpose })),
    )
  })

  test('come at 06:00 in Amsterdam, in summer and in winter', () => {
    assert.deepEqual(['2026-10-23', '2026-10-24', '2027-03-26', '2027-03-27'].map(statementTime), [
      '2026-10-24T06:00:00+02:00',
      '2026-10-25T06:00:00+01:00',
      '2027-03-27T06:00:00+01:00',
      '2027-03-28T06:00:00+02:00',
    ])
    assert.equal(closesAt('2026-11-25').toISOString(), '2026-11-25T17:00:00.000Z')
  })

  for (const format of ['camt.053', 'mt940'] as const) {
    test(`as ${format} add up, follow each other and say what was booked, whatever goes wrong`, async () => {
      await fc.assert(
        fc.asyncProperty(days, someFaults, async (nets, wanted) => {
          const { files, entries } = play(nets, format, wanted)
          const texts = [...files].filter(([path]) => !path.includes('_2.')).map(([, text]) => text)
          const all = (await Promise.all(texts.map((text) => read(text)))).flatMap(({ records, message }) => {
            assert.equal(message, undefined)
            assert.deepEqual(ofKind(records, 'problem'), [])
            return records
          })
          const ends = ofKind(all, 'statement_end')
          assert.ok(ends.every(({ verdict }) => verdict === 'adds_up'))
          assert.deepEqual(statementGaps(ends), [])
          const isOrdered = (texts: readonly string[]) => [...texts].sort()
          assert.deepEqual(
            isOrdered(
              ofKind(all, 'entry').map(({ direction, amount, transactions, charges }) => {
                const [first] = transactions
                const taken = charges.reduce((sum, one) => sum + one.amount.minor, 0n)
                const said = first?.remittance.join(' ')
                return `${direction === 'credit' ? amount.minor : -amount.minor} ${taken} ${first?.counterparty?.name} ${said}`
              }),
            ),
            isOrdered(
              entries.map(({ minor, chargesMinor, counterparty, remittance }) => {
                const name = counterparty === 'alipayplus' ? 'Alipay+ Settlement' : 'Tulip Bulbs B.V.'
                return `${minor} ${chargesMinor} ${name} ${remittance}`
              }),
            ),
          )
        }),
      )
    })
  }

  test('pay each batch once, in full, but for what is short or still to come', () => {
    fc.assert(
      fc.property(days, (nets) => {
        const { entries } = play([...nets, [], []], 'mt940', [
          { name: 'bank-one-batch-two-credits', share: 0.5 },
          { name: 'bank-late', share: 0.5 },
        ])
        const paid = entries.reduce((sum, { minor }) => sum + minor, 0n)
        assert.equal(
          paid,
          nets.flat().reduce((sum, [, minor]) => sum + minor, 0n),
        )
      }),
    )
  })

  test('are valid by their schema', { skip: corpus === undefined }, () => {
    const schema = XmlDocument.fromBuffer(readFileSync(join(corpus ?? '', 'xsd/camt.053.001.08.xsd')))
    const validator = XsdValidator.fromDoc(schema)
    const wanted = [
      { name: 'bank-charges' as const, times: 1 },
      { name: 'bank-unrelated-traffic' as const, times: 1 },
    ]
    for (const text of play(
      [currencies.map((one, at) => [one, at % 2 ? -7n : 123_456n]), []],
      'camt.053',
      wanted,
    ).files.values()) {
      const document = XmlDocument.fromString(text)
      validator.validate(document)
      document.dispose()
    }
    validator.dispose()
    schema.dispose()
  })
})
