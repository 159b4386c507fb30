import assert from 'node:assert/strict'
import { test } from 'node:test'
import { script } from './assets.ts'

test('the script is at most 6 KiB as it is served, and says the words of the page alone', () => {
  assert.ok(Buffer.byteLength(script) <= 6144, `${Buffer.byteLength(script)} bytes`)
  assert.doesNotMatch(script, /^\s*\/\//m)
  assert.doesNotMatch(script, /['"`][A-Z][a-z]+ [a-z]+/, 'a sentence belongs into the texts of each language')
})
