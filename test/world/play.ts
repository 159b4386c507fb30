import assert from 'node:assert/strict'
import { diceOf } from '../support/dice.ts'
import { disputesOf, judge } from '../support/disputes.ts'
import { type HappeningName, happenings } from './happenings.ts'
import type { Deed, Plan, Turn } from './plan.ts'
import type { Sale, Stage } from './stage.ts'

const daySeconds = 24 * 3600

const playDeed = async (stage: Stage, sale: Sale, { name, seed }: Deed): Promise<void> => {
  const told = await happenings[name].play(stage, sale, diceOf(seed)).catch((error: Error) => {
    throw new Error(`${name} of sale ${sale.number}: ${error.message}\n${sale.story.join('\n')}`, { cause: error })
  })
  sale.story.push(`${name}: ${told}`)
}

/** What waits without a deadline; the database does not let payments and disputes do so. */
const withoutDeadline = async ({ sandbox }: Stage): Promise<readonly unknown[]> =>
  sandbox.db.read({
    text: `select refund_id from refunds
            where not accepted and not cancelled and refused_because is null and due_at is null and not needs_approval`,
    values: [],
  })

/** Plays one turn: merchants at once, the deeds of each one after another, so that a replay gives out the same ids. */
const playTurn = async (stage: Stage, sales: readonly Sale[], turn: Turn): Promise<void> => {
  const { faults, death, endpointStatus, deeds, passes } = turn
  if (faults !== undefined) await stage.setFaults(faults)
  stage.webhooks.answer.status = endpointStatus
  const isKilled = death === 'gateway' || death === 'simulator'
  if (death !== undefined && !isKilled) await stage.die(death)
  const queues = Map.groupBy(deeds, ({ sale }) => sales[sale - 1]?.merchant.merchantId)
  const playQueue = async (queue: readonly Deed[]): Promise<void> => {
    for (const deed of queue) await playDeed(stage, sales[deed.sale - 1] as Sale, deed)
  }
  const playing = [...queues.values()].map(playQueue)
  if (isKilled) {
    // A race that nobody runs has no end.
    if (playing.length > 0) await Promise.race(playing)
    await stage.die(death)
  }
  await Promise.all(playing)
  await stage.pass(passes)
  assert.deepEqual(await withoutDeadline(stage), [], 'whoever waits has a deadline')
}

/** Alipay+ tells how the claims end that wait for its word: as it was answered, or by the dice. */
const decideClaims = async ({ sandbox }: Stage, seed: string): Promise<void> => {
  const rows = await sandbox.db.read<{ payment_id: string; request_id: string }>({
    text: 'select payment_id, request_id from disputes where outcome is null and delivered order by dispute_id',
    values: [],
  })
  for (const { payment_id, request_id } of rows) {
    const truth = (await disputesOf(sandbox, payment_id)).find((one) => one.disputeRequestId === request_id)
    const gives = Number(truth?.answer?.gives ?? 0)
    const outcome = gives > 0 ? 'lost' : diceOf(`${seed}/verdict/${request_id}`).pick(['won', 'lost'] as const)
    await judge(sandbox, request_id, outcome, gives > 0 ? gives : undefined)
  }
}

/** What still waits, on either side; what comes every day is none of it. */
const waiting = async ({ sandbox }: Stage): Promise<readonly string[]> => {
  const ours = await sandbox.db.read<{ what: string }>({
    text: `select payment_id || ' waits to ' || step as what from payments where step is not null
           union all select 'refund ' || refund_id from refunds where due_at is not null
           union all select 'dispute ' || dispute_id from disputes where due_at is not null
           union all select 'webhook ' || event_id from webhook_deliveries where state = 'pending'`,
    values: [],
  })
  const theirs = await sandbox.simulatorDb.read<{ what: string }>({
    text: `select 'a notification of ' || payment_request_id as what from notifications where next_at is not null`,
    values: [],
  })
  return [...ours, ...theirs].map(({ what }) => what)
}

/** Ends all faults, and lets the clock go on until nobody waits for anything. */
const comeToRest = async (stage: Stage, seed: string): Promise<void> => {
  await stage.setFaults([])
  stage.webhooks.answer.status = 200
  // A gateway that waits for its death is started anew.
  await stage.die('gateway')
  for (let time = 0; time < 30; time++) {
    await stage.pass(5 * daySeconds)
    await decideClaims(stage, seed)
    if ((await waiting(stage)).length === 0) return
  }
  assert.deepEqual(await waiting(stage), [], 'nothing waits any more')
}

/** Plays a world to its end, when nothing waits any more. */
export const playWorld = async (stage: Stage, plan: Plan, tell: (line: string) => void): Promise<readonly Sale[]> => {
  const sales: Sale[] = plan.sales.map((sale) => {
    const shop = stage.shopOf(sale.merchant.merchantId)
    return { ...sale, shop, currency: '', amount: 0, story: [] }
  })
  for (const [index, turn] of plan.turns.entries()) {
    tell(`turn ${index + 1}: ${storyOf(turn)}`)
    await playTurn(stage, sales, turn)
  }
  await comeToRest(stage, plan.seed)
  return sales
}

const storyOf = ({ faults, death, deeds, passes }: Turn): string =>
  [
    deeds.map(({ name, sale }) => `${name} ${sale}` satisfies `${HappeningName} ${number}`).join(', '),
    death === undefined ? [] : `dies: ${death}`,
    faults === undefined ? [] : `faults: ${faults.map((fault) => JSON.stringify(fault)).join(' ') || 'none'}`,
    `then ${passes} s`,
  ]
    .flat()
    .join('; ')
