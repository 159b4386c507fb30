import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAllBooksAreTrue, assertBooksAreTrue, storedPayment, webhookEventsOf } from '../support/books.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance, setFaults, strikesOn, truthOf } from '../support/simulator.ts'
import { allCells, type Played, prepare, whyNot } from './cells.ts'

let sandbox: TestSandbox
let played: Played[]

const impossible = allCells.filter((cell) => whyNot(cell) !== undefined)
const possible = allCells.filter((cell) => whyNot(cell) === undefined)

before(async () => {
  sandbox = await aSandbox('error', noon)
  played = await Promise.all(possible.map((cell, number) => prepare(sandbox, cell, String(5_000 + number))))
  await setFaults(sandbox, ...played.flatMap(({ faults }) => faults))
  await Promise.all(
    played.map((one) =>
      one.play().catch((error: Error) => assert.fail(`${one.fault} at ${one.step}: ${error.message}`)),
    ),
  )
})

after(() => sandbox?.close())

/**
 * The payment rests, its merchant was told the truth, its books are true, and nobody is charged for what the merchant was
 * told is dead.
 */
const assertIsTrue = async ({ shop, paymentId }: Played): Promise<void> => {
  const { status = '' } = await shop.payment(paymentId)
  const charged = BigInt((await truthOf(sandbox, paymentId))?.charged.value ?? 0n)
  const { step, refunding_minor, refunded_minor } = await storedPayment(sandbox, paymentId)
  assert.equal(step, null, `it is ${status}, and waits to ${step}`)
  assert.equal(refunding_minor, 0n, 'a refund is on its way')
  assert.equal(status === 'CAPTURED', charged !== 0n, `it is ${status}, and the consumer is charged ${charged}`)
  assert.equal(status === 'REFUNDED', refunded_minor !== 0n && !['REJECTED', 'CANCELLED'].includes(status ?? ''))
  assert.ok(['CAPTURED', 'REFUNDED', 'REJECTED', 'CANCELLED'].includes(status ?? ''), `it is ${status}`)
  await assertBooksAreTrue(sandbox, paymentId)
  const told = (await webhookEventsOf(sandbox, paymentId)).filter(({ type }) => type.startsWith('payment.'))
  assert.equal(told.at(-1)?.type, `payment.${status?.toLowerCase()}`)
}

const offIn = async (): Promise<string[]> => {
  const off: string[] = []
  for (const one of played) {
    await assertIsTrue(one).catch((error: Error) => off.push(`${one.fault} at ${one.step}: ${error.message}`))
  }
  return off
}

describe('each fault at each step of payment and refund', () => {
  test('either cannot occur, for a reason, or has struck', async (t) => {
    t.diagnostic(`${possible.length} cells are played; these cannot occur:`)
    for (const cell of impossible) t.diagnostic(`${cell.fault} at ${cell.step}: ${whyNot(cell)}`)
    await advance(sandbox, 'PT15M')
    const missed: string[] = []
    for (const { fault, step, paymentId } of played) {
      if (!(await strikesOn(sandbox, paymentId)).some(({ name, strikes }) => name === fault && strikes > 0))
        missed.push(`${fault} at ${step}`)
    }
    assert.deepEqual(missed, [])
  })

  test('ends within 15 minutes as the wallet knows, and no dead payment is charged', async () => {
    assert.deepEqual(await offIn(), [])
  })

  test('and stays so, whatever comes late', async () => {
    await advance(sandbox, 'PT1H')
    assert.deepEqual(await offIn(), [])
    await assertAllBooksAreTrue(sandbox)
  })
})
