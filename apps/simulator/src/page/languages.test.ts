import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { languages } from '@silkgate/domain'
import { countryOf, walletsFor } from '../wallet/wallets.ts'
import { assets } from './assets.ts'
import { faces } from './testing.ts'

const phases = ['open', 'paid', 'declined', 'no_balance', 'expired', 'cancelled'] as const

/** What people read or hear, piece by piece, without what is the same in every language: names, references, figures. */
const piecesOf = (page: string): string[] => {
  const body = page.slice(page.indexOf('<body'))
  const named = [...body.matchAll(/(?:aria-label|data-(?:working|says|find))="([^"]*)"/g)].map(([, text = '']) => text)
  const read = body
    .replaceAll(/<ul translate="no">.*?<\/ul>|<(\w+)[^>]* translate="no">.*?<\/\1>|<time.*?<\/time>/gs, '\n')
    .split(/<[^>]*>|\n/)
  return [...named, ...read].map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text))
}

/** What may be the same as in English: names of countries, the merchant's words, codes of currencies, "wallet" in Dutch. */
const same = [
  ...walletsFor('EUR', undefined).map((id) => countryOf(id, 'en')),
  'Dotted notebook',
  'EUR',
  'PHP',
  'Wallet',
]

describe('the pages of Alipay+ and its wallets', () => {
  for (const [name, face] of faces) {
    for (const language of languages.filter((one) => one !== 'en')) {
      test(`${name} has nothing left in English (${language})`, () => {
        for (const phase of phases) {
          const english = new Set(piecesOf(face(phase, 'en')))
          const left = piecesOf(face(phase, language)).filter((text) => english.has(text) && !same.includes(text))
          assert.deepEqual(left, [], phase)
        }
      })
    }

    test(`${name} says its language, and leads to the others`, () => {
      for (const language of languages) {
        const page = face('open', language)
        assert.ok(page.includes(`<html lang="${language}">`))
        for (const other of languages) assert.ok(page.includes(`href="?lang=${other}"`), other)
      }
    })

    test(`${name} is at most 20 KiB with its stylesheet, compressed`, () => {
      const stylesheet = gzipSync(assets.get('/assets/silkgate.css')?.text ?? '').length
      for (const language of languages) {
        const size = gzipSync(face('open', language)).length + stylesheet
        assert.ok(size <= 20 * 1024, `${size} bytes in ${language}`)
      }
    })
  }
})
