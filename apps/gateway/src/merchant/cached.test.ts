import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cached } from './cached.ts'

describe('what is remembered for a while', () => {
  test('is read once, however many ask at the moment at which it expires', async () => {
    let reads = 0
    let wallMs = 0
    const read = cached(
      async (id) => `${id} ${++reads}`,
      5_000,
      () => wallMs,
    )
    const ask = () => Promise.all(Array.from({ length: 1_000 }, () => read('1234')))
    assert.deepEqual(new Set(await ask()), new Set(['1234 1']))
    wallMs = 5_000
    assert.deepEqual(new Set(await ask()), new Set(['1234 2']))
  })

  test('is read again once the time is up by either clock, counted from before it was read', async () => {
    let reads = 0
    const times = { wall: 0, sandbox: 0 }
    const read = cached(
      async () => {
        reads++
        times.sandbox += 3_000
        return reads
      },
      5_000,
      () => times.wall,
      () => times.sandbox,
    )
    assert.deepEqual([await read('1'), await read('1')], [1, 1])
    times.sandbox += 1_999
    assert.equal(await read('1'), 1)
    times.sandbox += 1
    assert.equal(await read('1'), 2)
    times.wall += 5_000
    assert.equal(await read('1'), 3)
  })

  test('is read again after a read that failed, and after one that found nothing', async () => {
    let reads = 0
    const read = cached(
      async () => {
        if (++reads === 1) throw new Error('the database is away')
        return reads === 2 ? undefined : reads
      },
      5_000,
      () => 0,
    )
    await assert.rejects(read('1'), /away/)
    assert.deepEqual([await read('1'), await read('1'), await read('1')], [undefined, 3, 3])
  })
})
