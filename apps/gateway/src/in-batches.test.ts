import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBatches } from './in-batches.ts'

test('what comes while a batch is under way goes together as the next one', async () => {
  const batches: string[] = []
  let end = () => {}
  const add = inBatches<string>((items) => {
    batches.push(items.join(''))
    return batches.length > 1 ? Promise.resolve() : new Promise<void>((resolve) => (end = resolve))
  })
  const first = add('a')
  await Promise.resolve()
  const others = ['b', 'c', 'd'].map(add)
  await Promise.resolve()
  assert.deepEqual(batches, ['a'])
  end()
  await Promise.all([first, ...others])
  await add('e')
  assert.deepEqual(batches, ['a', 'bcd', 'e'])
})

test('a batch that fails is heard by those whose it was, and holds up nobody else', async () => {
  const add = inBatches<number>(async (items) => {
    if (items.includes(2)) throw new Error('two')
  })
  const one = add(1)
  await Promise.resolve()
  const [two, three] = [add(2), add(3)]
  await one
  await assert.rejects(two, /two/)
  await assert.rejects(three, /two/)
  await add(4)
})
