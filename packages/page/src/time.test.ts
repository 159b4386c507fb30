import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { languages } from '@silkgate/domain'
import { clockHtml, countdownHtml, dateText, momentHtml } from './time.ts'

const at = new Date('2026-11-22T23:04:10.007Z')
const textOf = (html: { text: string }) => html.text.replaceAll(/<[^>]*>/g, '')

describe('a time for people', () => {
  test('is a time of day with its zone, in 24 hours', () => {
    for (const language of languages) assert.equal(textOf(clockHtml(at, language)), '23:04 UTC', language)
  })

  test('has its date in the words of the language', () => {
    assert.equal(textOf(momentHtml(at, 'en')), '22 Nov 2026, 23:04:10 UTC')
    assert.equal(textOf(momentHtml(at, 'nl')), '22 nov 2026, 23:04:10 UTC')
    assert.equal(textOf(momentHtml(at, 'zh-CN')), '2026年11月22日 23:04:10 UTC')
    assert.equal(textOf(momentHtml(at, 'zh-HK')), '2026年11月22日 23:04:10 UTC')
    assert.equal(dateText(new Date('2026-11-01'), 'nl'), '1 nov 2026')
  })

  test('carries the exact instant for the script and for whoever points at it', () =>
    assert.match(clockHtml(at, 'nl').text, /datetime="2026-11-22T23:04:10.007Z" title="2026-11-22T23:04:10.007Z"/))
})

describe('the countdown', () => {
  test('is late from two and a half minutes on, and never below zero', () => {
    const after = (ms: number) =>
      countdownHtml({ now: at, expiresAt: new Date(at.getTime() + ms), language: 'en' }).text
    assert.match(after(582_000), /<p class="countdown">.*>9:42</)
    assert.match(after(150_000), /<p class="countdown late">.*>2:30</)
    assert.match(after(-5_000), />0:00</)
  })

  test('brings what the script reads out, in each language: at zero, at one minute, at two and a half', () => {
    for (const language of languages) {
      const [, says = ''] = /data-says="([^"]*)"/.exec(countdownHtml({ now: at, expiresAt: at, language }).text) ?? []
      assert.equal(says.split('|').filter((text) => text.length > 4).length, 3, language)
    }
  })
})
