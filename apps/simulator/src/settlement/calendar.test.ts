import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, businessDayAfter, dayOf, filesAt, isBusinessDay, isInCalendar, startOf } from './calendar.ts'
import { easterClosings } from './target-days.ts'

/** Easter Sunday by Gauss's rule as Butcher wrote it down, so that the table is checked by another way. */
const easterOf = (year: number): string => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  return `${year}-0${month}-${String((h + l - 7 * m + 33 * month + 19) % 32).padStart(2, '0')}`
}

const daysOf = (year: number): string[] =>
  Array.from({ length: 365 }, (_, count) => addDays(`${year}-01-01`, count)).filter((day) => day.startsWith(`${year}`))

describe('the calendar', () => {
  test('has Good Friday and Easter Monday of each of its years', () => {
    for (const [year, closings] of Object.entries(easterClosings)) {
      const sunday = easterOf(Number(year))
      assert.deepEqual(closings, [addDays(sunday, -2).slice(5), addDays(sunday, 1).slice(5)], year)
    }
  })

  test('says of which years it knows nothing', () => {
    assert.deepEqual(['2023-12-31', '2024-01-01', '2035-12-31', '2036-01-01'].map(isInCalendar), [
      false,
      true,
      true,
      false,
    ])
  })

  test('closes TARGET on weekends and on six holidays', () => {
    const closed = daysOf(2026).filter((day) => !isBusinessDay(day) && ![0, 6].includes(new Date(day).getUTCDay()))
    assert.deepEqual(closed, ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25'])
    assert.equal(daysOf(2026).filter(isBusinessDay).length, 256)
  })

  test('cuts days at midnight UTC+8, whatever the month', () => {
    for (const day of daysOf(2026)) {
      const next = startOf(addDays(day, 1)).getTime()
      assert.deepEqual([dayOf(startOf(day)), dayOf(new Date(next - 1)), dayOf(filesAt(day))], [day, day, day])
    }
  })

  const settled: [cleared: string, t1: string, t2: string, because: string][] = [
    ['2026-11-25', '2026-11-26', '2026-11-27', 'a Wednesday'],
    ['2026-11-26', '2026-11-27', '2026-11-30', 'a Thursday'],
    ['2026-11-27', '2026-11-30', '2026-12-01', 'a Friday at the end of a month'],
    ['2026-11-28', '2026-11-30', '2026-12-01', 'a Saturday'],
    ['2026-11-29', '2026-11-30', '2026-12-01', 'a Sunday'],
    ['2026-12-24', '2026-12-28', '2026-12-29', 'before Christmas'],
    ['2026-12-30', '2026-12-31', '2027-01-04', 'before New Year'],
    ['2027-03-25', '2027-03-30', '2027-03-31', 'before Good Friday'],
    ['2026-04-30', '2026-05-04', '2026-05-05', 'before the first of May'],
    ['2028-02-28', '2028-02-29', '2028-03-01', 'in a leap year'],
  ]
  for (const [cleared, t1, t2, because] of settled) {
    test(`settles ${cleared} on ${t2}, and Alipay's own on ${t1}: ${because}`, () => {
      assert.deepEqual([businessDayAfter(cleared, 1), businessDayAfter(cleared, 2)], [t1, t2])
    })
  }

  test('settles each day of a year within six days, and on each business day there is something to settle', () => {
    for (const count of [1, 2]) {
      const days = daysOf(2026).map((day) => [day, businessDayAfter(day, count)] as const)
      for (const [day, on] of days) assert.ok(on > day && on <= addDays(day, 6) && isBusinessDay(on), `${day}: ${on}`)
      const used = new Set(days.map(([, on]) => on))
      const possible = daysOf(2026).filter((day) => day > businessDayAfter('2026-01-01', count) && isBusinessDay(day))
      assert.deepEqual(
        possible.filter((day) => !used.has(day)),
        [],
      )
    }
  })
})
