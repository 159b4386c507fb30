import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { type Language, languages } from '@silkgate/domain'
import { Html, texts } from '@silkgate/page'

/** Every text under its name, "cashier.unknown.heading"; the parts that vary stand as ❶ and ❷. */
const written = (value: unknown, name = ''): [name: string, text: string][] => {
  if (typeof value === 'function') return written(value(['❶'], '❷'), name)
  if (typeof value !== 'object' || value === null || value instanceof Html)
    return [[name, value instanceof Html ? value.text : String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => written(inner, name === '' ? key : `${name}.${key}`))
}

const english = written(texts.en)
const others = languages.filter((language) => language !== 'en')

/** What is the same word as in English. */
const same: Readonly<Partial<Record<Language, readonly string[]>>> = { nl: ['wallet.name', 'status.wallet'] }

const root = resolve(import.meta.dirname, '../..')
const source = globSync('{apps,packages}/*/src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => readFileSync(resolve(root, path), 'utf8'))
  .join('\n')

describe('the texts of every language', () => {
  for (const language of others) {
    const own = new Map(written(texts[language]))

    test(`are all there, and none is empty (${language})`, () => {
      assert.deepEqual([...own.keys()], [...english.map(([name]) => name)])
      for (const [name, text] of own) assert.ok(text.trim() === text && text !== '', name)
    })

    test(`are not English ones that were forgotten (${language})`, () => {
      const left = english.filter(([name, text]) => /\p{L}/u.test(text) && own.get(name) === text).map(([name]) => name)
      assert.deepEqual(
        left.filter((name) => !same[language]?.includes(name)),
        [],
      )
    })

    test(`lose no part that varies (${language})`, () => {
      for (const [name, text] of english)
        for (const part of ['❶', '❷']) assert.equal(own.get(name)?.includes(part), text.includes(part), name)
    })
  }

  for (const language of ['zh-CN', 'zh-HK'] as const) {
    test(`have Chinese punctuation between Chinese words, and no space (${language})`, () => {
      for (const [name, text] of written(texts[language]))
        assert.doesNotMatch(
          text,
          /\p{Script=Han}[,.;:!?()]|[，。：；？！（）\p{Script=Han}]\s[，。：；？！（）\p{Script=Han}]/u,
          name,
        )
    })
  }

  test('are each used somewhere', () => {
    const used = (section: string, name: string) => new RegExp(`\\b(${section}|words)\\.${name}\\b`).test(source)
    const unused = english.filter(([path]) => {
      const [section = '', name = ''] = path.split('.')
      return section !== 'endings' && !used(section, name)
    })
    assert.deepEqual(unused, [])
  })
})
