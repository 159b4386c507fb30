import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import type { RawAnswer } from './signed-request.ts'

/** Two answers that differ in nothing but their errorId and the time. */
export const assertAlike = (a: RawAnswer, b: RawAnswer, message?: string): void => {
  const plain = ({ text }: RawAnswer) => text.replace(/"errorId":"[0-9a-f-]{36}"/, '"errorId":""')
  const heads = ({ headers }: RawAnswer): IncomingHttpHeaders => ({ ...headers, date: '' })
  assert.deepEqual([a.status, heads(a)], [b.status, heads(b)], message)
  assert.equal(plain(a), plain(b), message)
  if (a.body.errorId !== undefined) assert.notEqual(a.body.errorId, b.body.errorId, message)
}
