import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { assets } from './assets.ts'

type Tokens = ReadonlyMap<string, string>

const declared = (css: string): Tokens =>
  new Map([...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))

const source = readFileSync(new URL('../../../../packages/page/src/tokens.css', import.meta.url), 'utf8')
const [inLight = '', inDark = ''] = source.split('@media (prefers-color-scheme: dark)')
const light = declared(inLight)
const themes: readonly (readonly [string, Tokens])[] = [
  ['light', light],
  ['dark', new Map([...light, ...declared(inDark)])],
]

const colourOf = (tokens: Tokens, name: string): string => {
  const value = tokens.get(name)
  assert.ok(value !== undefined, `--${name} is not declared`)
  const [, other] = /^var\(--([\w-]+)\)$/.exec(value) ?? []
  return other === undefined ? value : colourOf(tokens, other)
}

const luminance = (colour: string): number => {
  const [, red = '', green = '', blue = ''] = /^#(..)(..)(..)$/.exec(colour) ?? []
  const [r = 0, g = 0, b = 0] = [red, green, blue]
    .map((hex) => Number.parseInt(hex, 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of WCAG 2 between two tokens. */
const contrast = (tokens: Tokens, one: string, other: string): number => {
  const [low = 0, high = 0] = [one, other].map((name) => luminance(colourOf(tokens, name))).sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['page', 'card']
const roles = ['neutral', 'waiting', 'secured', 'good', 'bad', 'back', 'unknown']

/** Which text stands on which background. */
const textPairs: readonly (readonly [string, string])[] = [
  ...['text', 'muted', 'accent', 'good', 'bad'].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...roles.map((role) => [role, `${role}-tint`] as const),
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
  ['on-bar', 'bar'],
  ['text', 'neutral-tint'],
]

/** What is drawn and not read, and still has to be seen: borders of controls, the ring of the focus. */
const drawnPairs = ['control', 'accent', 'bad'].flatMap((line) => grounds.map((ground) => [line, ground] as const))

/** Lines that only decorate, and the two backgrounds that others are named after. */
const unread = ['line', 'bg', 'surface']

const css = assets.get('/assets/silkgate.css')?.text ?? ''
const pairNames = new Set(textPairs.map(([text, ground]) => `${text} on ${ground}`))

describe('the colours of the pages', () => {
  for (const [theme, tokens] of themes) {
    for (const [text, ground] of textPairs) {
      test(`${theme}: ${text} can be read on ${ground}`, () => {
        const ratio = contrast(tokens, text, ground)
        assert.ok(ratio >= 4.5, `${ratio} is less than 4.5`)
      })
    }
    for (const [line, ground] of drawnPairs) {
      test(`${theme}: ${line} can be seen on ${ground}`, () => {
        const ratio = contrast(tokens, line, ground)
        assert.ok(ratio >= 3, `${ratio} is less than 3`)
      })
    }
  }

  test('a rule that sets text and background uses a pair that is checked', () => {
    for (const [rule = ''] of css.matchAll(/\{[^{}]*/g)) {
      const [, text] = /[^-]color: var\(--([\w-]+)\)/.exec(rule) ?? []
      const [, ground] = /background: var\(--([\w-]+)\)/.exec(rule) ?? []
      if (text !== undefined && ground !== undefined) assert.ok(pairNames.has(`${text} on ${ground}`), rule)
    }
  })

  test('every token is checked, and every colour is a token', () => {
    const checked = new Set([...textPairs, ...drawnPairs].flat())
    for (const name of light.keys()) assert.ok(checked.has(name) || unread.includes(name), `--${name} is not checked`)
    assert.doesNotMatch(css.replace(source, ''), /:[^;{}]*(#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\()/i)
  })
})
