import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diceOf } from '../support/dice.ts'
import { aSandbox } from '../support/sandbox.ts'
import { judgeSpoiledWorld } from './spoiled-judge.ts'
import { playSpoiledWorld } from './spoiled-play.ts'
import { readTruth } from './spoiled-truth.ts'

const { SPOILED_SEED: seed = 'b1', SPOILED_DAYS = '11', SPOILED_PAYMENTS = '2' } = process.env
const size = `SPOILED_DAYS=${SPOILED_DAYS} SPOILED_PAYMENTS=${SPOILED_PAYMENTS}`
const command = `SPOILED_SEED=${seed} ${size} node scripts/test.ts spoiled`

/** Noon of some day in November or December: with month ends, Christmas and New Year in some of them. */
const startOf = (): string => {
  const day = new Date(Date.UTC(2026, 10, 2 + diceOf(`${seed}/start`).below(50), 12))
  return day.toISOString()
}

test('a world of spoiled files ends with books that say what is true, and no fault goes unnoticed', async (t) => {
  console.log(`The spoiled world of ${command}`)
  const sandbox = await aSandbox('error', { SANDBOX_START: startOf() })
  t.after(() => sandbox.close())
  const played = await playSpoiledWorld(sandbox, seed, {
    days: Number(SPOILED_DAYS),
    payments: Number(SPOILED_PAYMENTS),
  })
  const truth = await readTruth(sandbox)
  const { wrong, count } = await judgeSpoiledWorld(sandbox, truth, played)
  const strikes = Map.groupBy([...truth.reportStrikes, ...truth.bankStrikes], ({ fault }) => fault)
  t.diagnostic(`${count}; ${[...strikes].map(([fault, { length }]) => `${length} ${fault}`).join(', ')}`)
  const story = [...truth.reportStrikes, ...truth.bankStrikes].map((strike) => JSON.stringify(strike))
  assert.deepEqual(wrong, [], `${[...wrong, ...story].join('\n')}\n\nReplay: ${command}`)
})
