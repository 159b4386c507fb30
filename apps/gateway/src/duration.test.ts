import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDuration } from './duration.ts'

const hour = 3_600_000

test('a duration is weeks, days, hours, minutes and seconds', () => {
  for (const [text, ms] of [
    ['P3D', 72 * hour],
    ['PT1H', hour],
    ['PT30S', 30_000],
    ['PT90M', 1.5 * hour],
    ['P1W', 168 * hour],
    ['P1DT12H', 36 * hour],
    ['P1W2DT3H4M5S', 219 * hour + 245_000],
    ['PT0S', 0],
    ['P0D', 0],
  ] as const) {
    assert.equal(readDuration(text), ms, text)
  }
})

test('nothing else is a duration', () => {
  const wrong = [
    '',
    'P',
    'PT',
    'P1DT',
    '3D',
    'P3',
    'p3d',
    'P-3D',
    '-P3D',
    '+P3D',
    'P1.5D',
    'PT0.5S',
    'P1M',
    'P1Y',
    'P1H',
    'PT1D',
    'P1D2W',
    ' P3D',
    'P3D ',
    'P3D\n',
    'P12345D',
    'P３D',
    3,
    null,
    undefined,
    {},
    ['P3D'],
  ]
  for (const text of wrong) assert.equal(readDuration(text), undefined, JSON.stringify(text))
})

test('72 times an hour is three days, for any number of hours', () => {
  fc.assert(fc.property(fc.nat(99_999), (hours) => assert.equal(readDuration(`PT${hours}H`), hours * hour)))
})
