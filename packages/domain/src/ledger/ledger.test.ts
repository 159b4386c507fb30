import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Money, money } from '../money/index.ts'
import { accounts, checkSafeguarding, ownSide, postings, type Transfer } from './index.ts'

const eur = (minor: bigint): Money => money('EUR', minor)

/** Postings as an accountant writes them: whose books, who is debited, who is credited, how much. */
const table = (transfers: readonly Transfer[]): readonly string[] =>
  transfers.map(
    ({ merchantId, debit, credit, amount }) => `${merchantId}: ${debit} / ${credit} ${amount.currency} ${amount.minor}`,
  )

describe('an accountant reads what is posted when', () => {
  test('a clearing batch says what its payments cost', () => {
    assert.deepEqual(table(postings.feesMatched('1234', eur(60n), eur(15n))), [
      '1234: scheme_fees_interchange / receivable EUR 60',
      '1234: scheme_fees_service / receivable EUR 15',
    ])
  })

  test('a clearing batch of refunds gives interchange back', () => {
    assert.deepEqual(table(postings.feesMatched('1234', eur(-60n), eur(0n))), [
      '1234: receivable / scheme_fees_interchange EUR 60',
    ])
  })

  test('a settlement batch is on our bank statement', () => {
    assert.deepEqual(table(postings.batchReceived('1234', eur(9_925n))), [
      '1234: bank_safeguarding / receivable EUR 9925',
    ])
  })

  test('a settlement batch takes more than it brings', () => {
    assert.deepEqual(table(postings.batchReceived('1234', eur(-500n))), [
      '1234: receivable / bank_safeguarding EUR 500',
    ])
  })

  test('the bank takes something for itself', () => {
    assert.deepEqual(table(postings.bankCharges(eur(12n))), ['0: bank_charges / bank_safeguarding EUR 12'])
  })

  test('payments become PAID, and our fee is taken', () => {
    assert.deepEqual(table(postings.settled('1234', eur(10_000n), eur(150n))), [
      '1234: pending / available EUR 10000',
      '1234: available / fee_revenue EUR 150',
    ])
    assert.deepEqual(table(postings.settled('1234', eur(-20n), eur(0n))), ['1234: available / pending EUR 20'])
  })

  test('a report says less than our books: the rest is a claim, until it comes or is given up', () => {
    const short = eur(-5n)
    assert.deepEqual(table(postings.breakPosted('1234', 'receivable', short)), ['1234: breaks / receivable EUR 5'])
    assert.deepEqual(table(postings.breakClosed('1234', 'receivable', short)), ['1234: receivable / breaks EUR 5'])
    assert.deepEqual(table(postings.writeOff('1234', short)), ['1234: write_offs / breaks EUR 5'])
  })

  test('a report says more than our books: the rest is kept aside, until it is explained or is our gain', () => {
    const beyond = eur(5n)
    assert.deepEqual(table(postings.breakPosted('1234', 'receivable', beyond)), ['1234: receivable / breaks EUR 5'])
    assert.deepEqual(table(postings.breakClosed('1234', 'receivable', beyond)), ['1234: breaks / receivable EUR 5'])
    assert.deepEqual(table(postings.writeOff('1234', beyond)), ['1234: breaks / write_offs EUR 5'])
  })

  test('money comes that we know nothing of', () => {
    assert.deepEqual(table(postings.unattributed(eur(777n))), ['0: bank_safeguarding / breaks EUR 777'])
    assert.deepEqual(table(postings.unattributed(eur(-777n))), ['0: breaks / bank_safeguarding EUR 777'])
  })

  test('a surplus is swept to our own account, a shortfall the other way', () => {
    assert.deepEqual(table(postings.sweepLeft('bank_safeguarding', eur(75n))), [
      '0: sweep_in_transit / bank_safeguarding EUR 75',
    ])
    assert.deepEqual(table(postings.sweepArrived('bank_operating', eur(75n))), [
      '0: bank_operating / sweep_in_transit EUR 75',
    ])
  })

  test('a merchant is paid: what is in transit leaves the bank, or comes back', () => {
    assert.deepEqual(table(postings.reserved('1234', eur(1_000n))), ['1234: available / reserve EUR 1000'])
    assert.deepEqual(table(postings.reserveReleased('1234', eur(1_000n))), ['1234: reserve / available EUR 1000'])
    assert.deepEqual(table(postings.remitted('1234', eur(8_850n))), [
      '1234: available / remittance_in_transit EUR 8850',
    ])
    assert.deepEqual(table(postings.remittanceConfirmed('1234', eur(8_850n))), [
      '1234: remittance_in_transit / bank_safeguarding EUR 8850',
    ])
    assert.deepEqual(table(postings.remittanceUndone('1234', 'rejected', eur(8_850n))), [
      '1234: remittance_in_transit / available EUR 8850',
    ])
    assert.deepEqual(table(postings.remittanceReturned('1234', eur(8_850n))), [
      '1234: bank_safeguarding / available EUR 8850',
    ])
  })

  test('a merchant was paid what the bank had rejected', () =>
    assert.deepEqual(table(postings.remittedAfterAll('1234', eur(8_850n))), [
      '1234: available / remittance_in_transit EUR 8850',
      '1234: remittance_in_transit / bank_safeguarding EUR 8850',
    ]))

  test('debits make assets and expenses grow, credits make liabilities and income grow', () => {
    assert.deepEqual([ownSide('receivable', 5n), ownSide('available', 5n)], [5n, -5n])
    assert.deepEqual([ownSide('bank_charges', 5n), ownSide('fee_revenue', 5n)], [5n, -5n])
    for (const { says } of Object.values(accounts)) assert.ok(says.length > 10)
  })
})

describe('the daily check of merchants’ money', () => {
  const nothing = { owed: 0n, due: 0n, fees: 0n, safeguarded: 0n, inTransit: 0n, receivable: 0n, breaks: 0n }

  test('what Alipay+ owes us covers what we owe, and our fee cannot be taken from it yet', () => {
    const { surplus, swept } = checkSafeguarding({ ...nothing, owed: 10_000n, fees: 150n, receivable: 10_000n })
    assert.deepEqual([surplus, swept], [150n, 0n])
  })

  test('once the money is there, what is ours is taken, and merchants can be paid', () => {
    const { surplus, swept } = checkSafeguarding({ ...nothing, owed: 9_850n, due: 9_850n, safeguarded: 9_925n })
    assert.deepEqual([surplus, swept], [75n, 75n])
  })

  test('a surplus that others’ fees make leaves alone what merchants can have now', () => {
    const check = { ...nothing, owed: 19_850n, due: 9_850n, fees: 150n, safeguarded: 9_925n, receivable: 10_000n }
    const { surplus, swept } = checkSafeguarding(check)
    assert.deepEqual([surplus, swept], [225n, 75n])
  })

  test('what is missing is made good at once; what an open break explains is not missing', () => {
    const short = { ...nothing, owed: 9_850n, due: 9_850n, safeguarded: 9_000n }
    assert.deepEqual(checkSafeguarding(short).swept, -850n)
    assert.deepEqual(checkSafeguarding({ ...short, breaks: 850n }).swept, 0n)
  })

  test('what the bank was told to move yesterday is not moved again', () => {
    const books = { ...nothing, owed: 9_850n, due: 9_850n, safeguarded: 9_925n }
    assert.equal(checkSafeguarding({ ...books, inTransit: 75n }).swept, 0n)
    assert.equal(checkSafeguarding({ ...books, safeguarded: 9_000n, inTransit: -850n }).swept, 0n)
  })

  test('after the sweep what we owe is covered, and no more was taken than there was', () => {
    const amount = fc.bigInt(-1_000_000n, 1_000_000n)
    const positive = fc.bigInt(0n, 1_000_000n)
    const anything = fc.record({
      ...{
        owed: amount,
        due: amount,
        fees: positive,
        safeguarded: amount,
        inTransit: amount,
        receivable: amount,
        breaks: amount,
      },
    })
    fc.assert(
      fc.property(anything, (books) => {
        const { swept, owed, fees, safeguarded, inTransit, receivable, breaks } = checkSafeguarding(books)
        assert.ok(owed - fees <= safeguarded - inTransit - swept + receivable + breaks)
        assert.ok(swept <= 0n || swept <= safeguarded - inTransit)
      }),
    )
  })
})
