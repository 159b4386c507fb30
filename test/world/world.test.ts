import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { planWorld } from './plan.ts'
import { playWorld } from './play.ts'
import { openStage } from './stage.ts'
import { judgeWorld } from './truth.ts'

const { WORLD_SEED: seed = randomBytes(4).toString('hex'), WORLD_DAYS = '3', WORLD_PAYMENTS = '40' } = process.env
const command = `WORLD_SEED=${seed} WORLD_DAYS=${WORLD_DAYS} WORLD_PAYMENTS=${WORLD_PAYMENTS} node scripts/test.ts world`

test('a world of random traffic with random faults ends with books that are the truth', async (t) => {
  console.log(`The world of ${command}`)
  const plan = planWorld(seed, { days: Number(WORLD_DAYS), payments: Number(WORLD_PAYMENTS) })
  const stage = await openStage(plan.start)
  t.after(() => stage.close())
  const turns: string[] = []
  try {
    const sales = await playWorld(stage, plan, (line) => turns.push(line))
    const { wrong, count } = await judgeWorld(stage)
    const strikes = [...stage.struck].filter(([, times]) => times > 0).map(([name, times]) => `${times} ${name}`)
    t.diagnostic(`${plan.turns.length} turns: ${count}; faults struck: ${strikes.join(', ') || 'none'}`)
    const storyOf = (id: string) => sales.find(({ paymentId }) => paymentId === id)?.story ?? []
    const told = wrong.map(({ paymentId, says }) => [`${paymentId} ${says}`, ...storyOf(paymentId)].join('\n  '))
    assert.deepEqual(told, [])
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${turns.join('\n')}\n\nReplay: ${command}`, { cause: error })
  }
})
