import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { chooseLanguage } from './choose-language.ts'

const wishes = { picked: undefined, locale: undefined, cookies: undefined, acceptLanguage: undefined }

describe('the language of a page', () => {
  test('is what was picked, before what the merchant said, before what was picked elsewhere, before the browser’s', () => {
    const all = { picked: 'nl', locale: 'zh_HK', cookies: 'wallet=GCASH; lang=zh-CN', acceptLanguage: 'en-GB' }
    assert.equal(chooseLanguage(all), 'nl')
    assert.equal(chooseLanguage({ ...all, picked: undefined }), 'zh-HK')
    assert.equal(chooseLanguage({ ...all, picked: undefined, locale: undefined }), 'zh-CN')
    assert.equal(chooseLanguage({ ...wishes, acceptLanguage: all.acceptLanguage }), 'en')
  })

  test('is the first of the browser’s that we speak, by the weights it gives', () => {
    assert.equal(chooseLanguage({ ...wishes, acceptLanguage: 'fr-FR,fr;q=0.9,zh-TW;q=0.7,nl;q=0.8' }), 'nl')
    assert.equal(chooseLanguage({ ...wishes, acceptLanguage: 'fr, zh-Hant-HK;q=0.5, *;q=0.1' }), 'zh-HK')
    assert.equal(chooseLanguage({ ...wishes, acceptLanguage: 'nl;q=0, zh' }), 'zh-CN')
  })

  test('is English where nothing says otherwise, whatever is sent', () => {
    for (const acceptLanguage of [undefined, '', '*', 'fr', ';;;,q=,', 'nl;q=x', `${'a'.repeat(99)},`.repeat(99)])
      assert.equal(chooseLanguage({ ...wishes, acceptLanguage }), 'en', acceptLanguage)
    for (const picked of ['', 'klingon', '../nl', ['nl'], { nl: 'nl' }])
      assert.equal(chooseLanguage({ ...wishes, picked }), 'en')
  })

  test('of the merchant counts only where we speak it', () =>
    assert.equal(chooseLanguage({ ...wishes, locale: 'fr_FR', acceptLanguage: 'nl' }), 'nl'))
})
