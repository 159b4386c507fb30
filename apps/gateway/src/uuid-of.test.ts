import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isUuid, uuidOf } from './uuid-of.ts'

test('an id that follows from what it names is one wherever ids are read', () => {
  fc.assert(fc.property(fc.array(fc.string()), (parts) => assert.ok(isUuid(uuidOf(...parts)))))
  const id = uuidOf('a')
  for (const other of ['', '1', `${id}0`, id.replaceAll('-', ''), `${id}\n`]) assert.equal(isUuid(other), false)
})
