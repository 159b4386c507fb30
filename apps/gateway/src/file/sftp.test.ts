import assert from 'node:assert/strict'
import { test } from 'node:test'
import ssh2 from 'ssh2'
import { makeLoginKey } from './sftp.ts'

test('every key to log in with can be read, also one that begins with a zero', () => {
  for (let made = 0; made < 1_500; made++) {
    const pair = makeLoginKey('silkgate-bank')
    for (const key of [pair.public, pair.private]) assert.ok(!(ssh2.utils.parseKey(key) instanceof Error), pair.public)
  }
})
