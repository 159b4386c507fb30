import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { money } from '../money/index.ts'
import {
  type AtCutOff,
  decidePayout,
  heardOfOrder,
  isPayoutDay,
  isRemittanceId,
  matchEntry,
  merchantOfRemittance,
  nextAnswerLook,
  nextRunDay,
  type OrderedRemittance,
  type RemittanceEvent,
  type RemittanceStatus,
  remittanceEvents,
  remittanceIdOf,
  remittanceIdsIn,
  remittanceMoveOf,
  remittanceStatuses,
  statusAfter,
} from './index.ts'

const books: AtCutOff = { currency: 'EUR', available: 9_850n, settled: 10_000n, keptBack: 0n, reserveBasisPoints: 0n }

describe('what is paid of what is available', () => {
  test('all of it', () => {
    assert.deepEqual(decidePayout(books), { amount: money('EUR', 9_850n), reserve: money('EUR', 0n) })
  })

  test('less the reserve newly due, of what became PAID', () => {
    assert.deepEqual(decidePayout({ ...books, reserveBasisPoints: 1_000n }), {
      amount: money('EUR', 8_850n),
      reserve: money('EUR', 1_000n),
    })
  })

  test('less what disputes may take and what is held', () => {
    assert.deepEqual(decidePayout({ ...books, keptBack: 850n }), {
      amount: money('EUR', 9_000n),
      reserve: money('EUR', 0n),
    })
  })

  test('nothing while the merchant owes us, or all is kept back', () => {
    for (const change of [{ available: -1n }, { keptBack: 9_850n }, { reserveBasisPoints: 10_000n }]) {
      assert.deepEqual(decidePayout({ ...books, ...change }), { skip: 'nothing_available' })
    }
  })

  test('nothing below the threshold of the contract, and all of it from there on', () => {
    assert.deepEqual(decidePayout({ ...books, threshold: money('EUR', 9_851n) }), { skip: 'below_threshold' })
    assert.ok('amount' in decidePayout({ ...books, threshold: money('EUR', 9_850n) }))
  })

  test('never more than there is, and every unit is paid, reserved or kept back', () => {
    const amount = fc.bigInt(-1_000_000n, 1_000_000n)
    const positive = fc.bigInt(0n, 1_000_000n)
    const anything = fc.record({
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      available: amount,
      settled: amount,
      keptBack: positive,
      reserveBasisPoints: fc.bigInt(0n, 10_000n),
    })
    fc.assert(
      fc.property(anything, (any) => {
        const payout = decidePayout(any)
        if ('skip' in payout) return
        const { amount: paid, reserve } = payout
        assert.ok(paid.minor > 0n && paid.minor <= any.available)
        assert.ok(reserve.minor >= 0n)
        assert.equal(paid.minor + reserve.minor + any.keptBack, any.available)
      }),
    )
  })
})

describe('when merchants are paid', () => {
  test('daily and by threshold on each business day', () => {
    assert.deepEqual(
      ['2026-11-27', '2026-11-28', '2026-12-25'].map((day) => isPayoutDay('daily', day)),
      [true, false, false],
    )
  })

  test('weekly on Fridays, and before one on which TARGET is closed', () => {
    assert.deepEqual(
      ['2026-11-26', '2026-11-27'].map((day) => isPayoutDay('weekly', day)),
      [false, true],
    )
    // Friday, 25 December 2026 is closed, and so is Good Friday, 26 March 2027.
    assert.deepEqual(
      ['2026-12-24', '2026-12-25', '2027-03-25', '2027-03-26'].map((day) => isPayoutDay('weekly', day)),
      [true, false, true, false],
    )
  })

  test('once in each week that has a business day', () => {
    let day = '2026-01-01'
    const weeks = new Map<number, number>()
    for (let count = 0; count < 730; count++) {
      const week = Math.floor((Date.parse(day) / 86_400_000 - 2) / 7)
      if (isPayoutDay('weekly', day)) weeks.set(week, (weeks.get(week) ?? 0) + 1)
      day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
    }
    assert.ok(weeks.size >= 103)
    assert.deepEqual(new Set(weeks.values()), new Set([1]))
  })

  test('the run after Thursday before Christmas is on Monday', () =>
    assert.equal(nextRunDay('2026-12-24'), '2026-12-28'))
})

const statuses = Object.keys(remittanceStatuses) as RemittanceStatus[]
const events = Object.keys(remittanceEvents) as RemittanceEvent[]

/** What each move does to the account `available`, to what is in transit, and to money at the bank. */
const effects: Readonly<Record<string, { available: number; transit: number; bank: number }>> = {
  cancel: { available: 1, transit: -1, bank: 0 },
  reject: { available: 1, transit: -1, bank: 0 },
  confirm: { available: 0, transit: -1, bank: -1 },
  confirm_after_all: { available: -1, transit: 0, bank: -1 },
  give_back: { available: 1, transit: 0, bank: 1 },
}

describe('the life of a remittance', () => {
  test('whatever is heard in whatever order and however often, its money is in one place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('awaiting_approval', 'approved'),
        fc.array(fc.constantFrom(...events)),
        (first, heard) => {
          let status: RemittanceStatus = first as RemittanceStatus
          const books = { available: 0, transit: 1, bank: 0 }
          for (const event of heard) {
            const move = remittanceMoveOf(status, event)
            const { available = 0, transit = 0, bank = 0 } = effects[move] ?? {}
            books.available += available
            books.transit += transit
            books.bank += bank
            status = statusAfter(move) ?? status
            assert.equal(books.available + books.transit - books.bank, 1)
          }
          const isBack = ['rejected', 'returned', 'cancelled'].includes(status)
          const isGone = status === 'confirmed'
          assert.deepEqual(books, {
            available: isBack ? 1 : 0,
            transit: isBack || isGone ? 0 : 1,
            bank: isGone ? -1 : 0,
          })
        },
      ),
    )
  })

  test('the same word twice changes nothing the second time', () => {
    for (const status of statuses) {
      for (const event of events) {
        const after = statusAfter(remittanceMoveOf(status, event))
        if (after !== undefined)
          assert.equal(statusAfter(remittanceMoveOf(after, event)), undefined, `${status} ${event}`)
      }
    }
  })

  test('a rejection may follow an acceptance; after the debit only the statement brings money back', () => {
    assert.equal(remittanceMoveOf('accepted', 'rejected'), 'reject')
    assert.equal(remittanceMoveOf('confirmed', 'rejected'), 'contradiction')
    assert.equal(remittanceMoveOf('confirmed', 'credited'), 'give_back')
  })

  test('a debit after a rejection means that the merchant has its money', () =>
    assert.equal(remittanceMoveOf('rejected', 'debited'), 'confirm_after_all'))

  test('what was called off is never paid', () => {
    for (const event of events) assert.equal(statusAfter(remittanceMoveOf('cancelled', event)), undefined)
  })

  test('that the bank has an order already is no rejection', () => {
    assert.equal(heardOfOrder('rejected', ['AM05']), undefined)
    assert.equal(heardOfOrder('rejected', ['AC04']), 'rejected')
    assert.equal(heardOfOrder('settled', []), 'accepted')
    assert.equal(heardOfOrder('pending', []), undefined)
  })
})

const one: OrderedRemittance = {
  remittanceId: remittanceIdOf('1234', 'EUR', 7n),
  currency: 'EUR',
  minor: 9_850n,
  status: 'accepted',
  paymentInformationId: 'SG-20261127-EUR-0123456789ab-1',
}
const other = { ...one, remittanceId: remittanceIdOf('5678', 'EUR', 1n), minor: 150n }
const debit = { currency: 'EUR', minor: -9_850n, chargesMinor: 0n, text: `Remittance ${one.remittanceId}` }

describe('an entry on our bank statement', () => {
  test('ids say whose they are, and none is part of another', () => {
    assert.equal(one.remittanceId, 'R0000001234EUR0000007')
    assert.ok(isRemittanceId(one.remittanceId))
    assert.equal(merchantOfRemittance(one.remittanceId), '1234')
    assert.deepEqual(remittanceIdsIn(`X${one.remittanceId} ${one.remittanceId}5 /${one.remittanceId}/`), [
      one.remittanceId,
    ])
  })

  test('is a debit by its end-to-end id and amount', () => {
    assert.deepEqual(matchEntry(debit, [one], 500n), { event: 'debited', remittances: [one], chargesMinor: 0n })
  })

  test('is several debits in one, by their ids or by their group', () => {
    const sum = { ...debit, minor: -10_000n }
    const both = { event: 'debited', remittances: [one, other], chargesMinor: 0n }
    assert.deepEqual(matchEntry({ ...sum, text: `${one.remittanceId} ${other.remittanceId}` }, [one, other], 0n), both)
    assert.deepEqual(matchEntry({ ...sum, text: `${one.paymentInformationId}` }, [one, other], 0n), both)
  })

  test('may be more by charges that are stated, and by no others', () => {
    assert.equal(matchEntry({ ...debit, minor: -9_900n, chargesMinor: 50n }, [one], 500n)?.chargesMinor, 50n)
    assert.equal(matchEntry({ ...debit, minor: -9_900n }, [one], 500n), undefined)
  })

  test('stays for a person where it is of another amount, currency, or of nothing that is open', () => {
    assert.equal(matchEntry({ ...debit, minor: -9_849n }, [one], 500n), undefined)
    assert.equal(matchEntry({ ...debit, currency: 'USD' }, [one], 500n), undefined)
    assert.equal(matchEntry(debit, [], 500n), undefined)
    for (const status of ['awaiting_approval', 'confirmed', 'returned', 'cancelled'] as const) {
      assert.equal(matchEntry(debit, [{ ...one, status }], 500n), undefined, status)
    }
  })

  test('brings back what was debited, less what banks keep on the way', () => {
    const credit = { ...debit, minor: 9_800n }
    const paid = { ...one, status: 'confirmed' as const }
    assert.deepEqual(matchEntry(credit, [paid], 500n), { event: 'credited', remittances: [paid], chargesMinor: 50n })
    assert.equal(matchEntry({ ...credit, minor: 9_000n }, [paid], 500n), undefined)
    assert.equal(matchEntry(credit, [one], 500n), undefined)
  })
})

describe('the answer to a file of orders', () => {
  const looksFrom = (sent: string, count: number): string[] => {
    const sentAt = new Date(sent)
    const looks: string[] = []
    for (let at: Date | undefined = sentAt; looks.length < count; looks.push(at.toISOString().slice(5, 16))) {
      at = nextAnswerLook(sentAt, at)
      if (at === undefined) break
    }
    return looks
  }

  test('is looked for after 5 and 30 minutes, and every hour after', () => {
    const looks = ['11-24T09:05', '11-24T09:30', '11-24T10:30', '11-24T11:30']
    assert.deepEqual(looksFrom('2026-11-24T09:00:00Z', 4), looks)
  })

  test('on business days alone, and no longer than until a person is told', () => {
    const looks = looksFrom('2026-11-27T22:00:00Z', 1_000)
    assert.deepEqual(looks.slice(0, 4), ['11-27T22:05', '11-27T22:30', '11-27T23:30', '11-30T00:30'])
    assert.equal(looks.at(-1), '12-03T22:30')
  })
})
