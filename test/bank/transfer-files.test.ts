import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import type { BankEntry } from '../../apps/simulator/src/bank/bank.ts'
import { bookDay } from '../../apps/simulator/src/bank/book-day.ts'
import { type Fault, openFaults } from '../../apps/simulator/src/fault/faults.ts'
import { businessDayAfter, isBusinessDay } from '../../apps/simulator/src/settlement/calendar.ts'
import { judge, whyRefused } from '../../apps/simulator/src/transfer/judge.ts'
import { pain002Of } from '../../apps/simulator/src/transfer/pain002.ts'
import { readPain001 } from '../../apps/simulator/src/transfer/read-pain001.ts'
import { executionDay } from '../../apps/simulator/src/transfer/take-transfers.jobs.ts'
import type { Transfer } from '../../apps/simulator/src/transfer/transfers.ts'
import type { CreditTransfer } from '../../packages/bank-files/src/index.ts'
import { corpus, ofKind, read } from '../../packages/bank-files/src/testing.ts'
import { abroad, fileOf, operating, transfer } from '../support/transfers.ts'

const validatorOf = (name: string): ((text: string) => void) => {
  if (corpus === undefined) return () => undefined
  const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(join(corpus, 'xsd', name))))
  return (text) => {
    const document = XmlDocument.fromString(text)
    validator.validate(document)
    document.dispose()
  }
}
const how = corpus === undefined ? 'unchecked by schema, SILKGATE_CORPUS is not set' : 'checked by schema'

const day = '2026-11-24'
const names = fc.string({ unit: fc.constantFrom(...'&<>"äß龍😀/:\u0007 aZ'), maxLength: 200 }).map((text) => `A${text}`)
const someTransfers = fc
  .array(
    fc.record({ kind: fc.constantFrom('home', 'sweep', 'HKD', 'KWD'), name: names, minor: fc.bigInt(1n, 10n ** 9n) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((all) =>
    all.map(({ kind, name, minor }, index): CreditTransfer => {
      const id = `R-${index}`
      const of = kind === 'HKD' || kind === 'KWD' ? abroad(id, kind, minor) : transfer(id)
      const amount = { ...of.amount, minor }
      const account = kind === 'sweep' ? { iban: operating } : of.creditor.account
      return { ...of, amount, remittance: name, creditor: { ...of.creditor, name, account } }
    }),
  )

/** What the bank reads in a file of ours, as it waits for its day. */
const accepted = (file: string): Transfer[] => {
  const message = readPain001(Buffer.from(file))
  assert.equal(whyRefused(message, false), undefined)
  const judged = message.payments.map((payment) => judge(payment, { faults: openFaults(), executionDayOf: () => day }))
  return judged.flatMap(({ written, transfers }) =>
    transfers.map(({ written: one, reason, accountId, debtor }, index): Transfer => {
      assert.equal(reason, undefined)
      const { version, messageId } = message
      const { paymentInformationId, isBatched } = written
      const creditor = { name: one.name ?? '', account: one.iban ?? one.number ?? '', bic: one.bic }
      const ids = { version, messageId, paymentInformationId, isBatched, debtor, creditor }
      const id = BigInt(index) + BigInt(paymentInformationId.at(-1) ?? '0') * 100n
      return { id, messageNumber: 1, accountId, instructed: { ...one, ...ids, minor: one.minor ?? 0n } }
    }),
  )
}

/** The statements of the day and of the day on which money comes back. */
const statementsOf = (transfers: readonly Transfer[], format: 'camt.053' | 'mt940', wanted: readonly Fault[]) => {
  const faults = openFaults()
  faults.set(wanted)
  const books = { statements: [], batches: [], putOff: [] as readonly BankEntry[], transfers }
  const first = bookDay(day, books, { format, faults })
  const back = businessDayAfter(day, 2)
  const putOff = first.entries.filter(({ bookingDay }) => bookingDay === back)
  const second = bookDay(back, { ...books, statements: first.statements, putOff, transfers: [] }, { format, faults })
  return [...first.files, ...second.files]
    .filter(({ path }) => !path.includes('pain002'))
    .map(({ body }) => String(body))
}

describe('whatever is paid', () => {
  for (const format of ['camt.053', 'mt940'] as const) {
    test(`statements as ${format} add up and say it, also when it comes back (${how})`, async () => {
      const validate = format === 'camt.053' ? validatorOf('camt.053.001.08.xsd') : () => undefined
      await fc.assert(
        fc.asyncProperty(someTransfers, fc.boolean(), async (transfers, batchBooking) => {
          const waiting = accepted(fileOf('RUN-1', transfers, { batchBooking }))
          const texts = statementsOf(waiting, format, [{ name: 'payout-returned', share: 0.5 }])
          let [debits, credits] = [0n, 0n]
          for (const text of texts) {
            validate(text)
            const { records, message } = await read(text)
            assert.equal(message, undefined)
            assert.deepEqual(ofKind(records, 'problem'), [])
            assert.ok(ofKind(records, 'statement_end').every(({ verdict }) => verdict === 'adds_up'))
            for (const entry of ofKind(records, 'entry')) {
              if (entry.direction === 'debit') debits += entry.amount.minor
              else credits += entry.amount.minor
              const isBack = entry.transactions.some(({ returned }) => returned !== undefined)
              const ids = entry.transactions.map(({ references }) => references.endToEndId)
              if (isBack) assert.ok(transfers.some(({ endToEndId }) => endToEndId === ids[0]))
            }
          }
          const all = transfers.reduce((sum, { amount }) => sum + amount.minor, 0n)
          assert.equal(debits, all)
          assert.ok(credits <= all)
        }),
        { numRuns: 60 },
      )
    })
  }

  test(`the bank's answer is a status report (${how})`, () => {
    const validate = validatorOf('pain.002.001.14.xsd')
    fc.assert(
      fc.property(someTransfers, names, (transfers, text) => {
        const reason = { code: 'AC04', text }
        const original = { messageId: 'RUN-1', version: '09' }
        const payments = [
          {
            ...{ paymentInformationId: 'RUN-1-1', status: 'PART' },
            transfers: transfers.map((each) => ({ endToEndId: each.endToEndId, status: 'RJCT', reason })),
          },
        ]
        const at = new Date('2026-11-24T12:00:00Z')
        const report = pain002Of({ id: 'STATUS-1', at, original, status: 'RJCT', reason, payments })
        validate(report.replace('pain.002.001.10', 'pain.002.001.14'))
      }),
    )
  })
})

test('a payment is executed on the day that is asked for, or on the first business day that is open', () => {
  const noon = new Date('2026-11-24T12:00:00Z')
  assert.equal(executionDay('2026-11-24', noon, undefined), '2026-11-24')
  assert.equal(executionDay('2026-11-20', noon, undefined), '2026-11-24')
  assert.equal(executionDay('nonsense', noon, undefined), '2026-11-24')
  assert.equal(executionDay('2026-11-24', new Date('2026-11-24T17:00:00Z'), undefined), '2026-11-25')
  assert.equal(executionDay('2026-11-24', noon, '2026-11-24'), '2026-11-25')
  assert.equal(executionDay('2026-11-28', noon, undefined), '2026-11-30')
  assert.equal(executionDay('2026-12-25', noon, undefined), '2026-12-28')
  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  fc.assert(fc.property(instants, (at) => isBusinessDay(executionDay('2026-11-28', at, undefined))))
})
