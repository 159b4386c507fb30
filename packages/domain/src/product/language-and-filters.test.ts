import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLocale, languageOf, letsAlipayPlusThrough, type ProductFilter } from './index.ts'

test('a locale has a language of ours, and English where we do not speak it', () => {
  for (const [locale, language] of [
    ['nl_NL', 'nl'],
    ['nl-BE', 'nl'],
    ['en_GB', 'en'],
    ['ja_JP', 'en'],
    ['zh_CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh_SG', 'zh-CN'],
    ['zh_HK', 'zh-HK'],
    ['zh-TW', 'zh-HK'],
    ['zh_Hant', 'zh-HK'],
    ['zh-Hans-HK', 'zh-CN'],
    [undefined, 'en'],
  ] as const) {
    assert.equal(languageOf(locale), language, locale)
    assert.ok(locale === undefined || isLocale(locale), locale)
  }
})

test('what is no locale is known as none', () => {
  for (const text of ['', 'x', 'nl_', 'nl_NLD', 'english', 'nl NL', 'zh_CN; drop']) assert.ok(!isLocale(text), text)
})

const of = (...products: string[]): ProductFilter => ({ products, groups: [] })
const cards: ProductFilter = { products: [], groups: ['cards'] }

test('a session leaves Alipay+ in or out by what it restricts to and excludes; excluding is stronger', () => {
  assert.ok(letsAlipayPlusThrough({}))
  assert.ok(letsAlipayPlusThrough({ restrictTo: of() }))
  assert.ok(letsAlipayPlusThrough({ restrictTo: of('1', '866'), exclude: cards }))
  assert.ok(!letsAlipayPlusThrough({ restrictTo: of('1') }))
  assert.ok(!letsAlipayPlusThrough({ restrictTo: cards }))
  assert.ok(!letsAlipayPlusThrough({ exclude: of('866') }))
  assert.ok(!letsAlipayPlusThrough({ restrictTo: of('866'), exclude: of('866') }))
})
