import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  addBusinessDays,
  addDays,
  calendarEnds,
  clearingDayOf,
  clearingFilesDueAt,
  daysBetween,
  isBusinessDay,
  settlementDayOf,
  settlementFileDueAt,
  spanOfClearingDay,
  valueDay,
  whyCalendarEndsSoon,
} from './index.ts'

const firstDay = '2024-01-01'
const everyDay = Array.from({ length: daysBetween(firstDay, calendarEnds) + 1 }, (_, n) => addDays(firstDay, n))
/** Days whose settlement still lies within the data. */
const day = fc.constantFrom(...everyDay.slice(0, -10))

/** Easter Sunday by the anonymous Gregorian rule: the check's own way to the holidays. */
const easterOf = (year: number) => {
  const [a, b, c] = [year % 19, Math.trunc(year / 100), year % 100]
  const h = (19 * a + b - Math.trunc(b / 4) - Math.trunc((b - Math.trunc((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.trunc(c / 4) - h - (c % 4)) % 7
  const m = Math.trunc((a + 11 * h + 22 * l) / 451)
  const month = Math.trunc((h + l - 7 * m + 114) / 31)
  const date = ((h + l - 7 * m + 114) % 31) + 1
  return `${year}-0${month}-${String(date).padStart(2, '0')}`
}

describe('the TARGET calendar', () => {
  test('is closed on weekends and on the six days of each year, and on no other day', () => {
    const closed = everyDay.filter((one) => !isBusinessDay(one))
    const expected = everyDay.filter((one) => {
      const easter = easterOf(Number(one.slice(0, 4)))
      const fixed = ['01-01', '05-01', '12-25', '12-26'].includes(one.slice(5))
      const isWeekend = [0, 6].includes(new Date(`${one}T12:00:00Z`).getUTCDay())
      return fixed || isWeekend || one === addDays(easter, -2) || one === addDays(easter, 1)
    })
    assert.deepEqual(closed, expected)
  })

  test('says which year is missing', () => {
    assert.throws(() => isBusinessDay('2023-12-31'), /no data for 2023/)
    assert.throws(() => addBusinessDays('2030-12-31', 1), /no data for 2031/)
    assert.throws(() => isBusinessDay('2026-02-30'), /2026-02-30 is not a day/)
  })

  test('warns when it ends within 60 days', () => {
    assert.equal(whyCalendarEndsSoon('2030-11-01'), undefined)
    assert.match(whyCalendarEndsSoon('2030-11-02') ?? '', /until 2030-12-31, 59 days from 2030-11-02/)
  })
})

describe('business days', () => {
  test('are counted one by one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 4 }), (from, count) => {
        const to = addBusinessDays(from, count)
        const passed = everyDay.filter((one) => from < one && one <= to && isBusinessDay(one))
        assert.equal(passed.length, count)
        assert.ok(isBusinessDay(to))
        assert.equal(addBusinessDays(addBusinessDays(from, 1), count - 1), to)
      }),
    )
  })

  test('around Christmas and Easter', () => {
    assert.equal(addBusinessDays('2026-12-24', 1), '2026-12-28')
    assert.equal(addBusinessDays('2026-04-02', 2), '2026-04-08')
    assert.equal(addBusinessDays('2026-04-03', 0), '2026-04-07')
    assert.equal(addBusinessDays('2026-04-02', 0), '2026-04-02')
  })
})

describe('a clearing day', () => {
  test('holds the instants of its span, at UTC+8', () => {
    assert.equal(clearingDayOf(new Date('2026-11-24T15:59:59.999Z')), '2026-11-24')
    assert.equal(clearingDayOf(new Date('2026-11-24T16:00:00Z')), '2026-11-25')
    fc.assert(
      fc.property(day, (one) => {
        const { from, until } = spanOfClearingDay(one)
        assert.equal(clearingDayOf(from), one)
        assert.equal(clearingDayOf(new Date(until.getTime() - 1)), one)
        assert.equal(clearingDayOf(until), addDays(one, 1))
      }),
    )
  })

  test('has its files at 08:00 of the next day, and is settled on a business day after them', () => {
    assert.equal(clearingFilesDueAt('2026-11-25').toISOString(), '2026-11-26T00:00:00.000Z')
    assert.equal(settlementDayOf('2026-11-27', 2), '2026-12-01')
    assert.equal(settlementDayOf('2026-11-27', 1), '2026-11-30')
    fc.assert(
      fc.property(day, fc.constantFrom(1 as const, 2 as const), (one, terms) => {
        const settled = settlementDayOf(one, terms)
        assert.ok(isBusinessDay(settled))
        assert.equal(valueDay(settled), settled)
        assert.ok(settlementFileDueAt(settled) >= clearingFilesDueAt(one))
        assert.ok(settled <= settlementDayOf(addDays(one, 1), terms))
      }),
    )
  })
})
