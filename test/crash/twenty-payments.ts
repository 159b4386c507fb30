import assert from 'node:assert/strict'
import { aSale, ask, type ListeningShop, type Sale } from '../support/listening-shop.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { assertEndIsTrue, type End } from '../support/wallet-truth.ts'

/** What the consumers of twenty sales do: most pay, some may not, and some never come. */
const outcomes = ['success', 'success', 'decline', 'success', undefined] as const

const patienceMs = 45_000

/** Takes a sale as far as its consumer wants it, and repeats what gets no answer. */
const take = async (
  sandbox: TestSandbox,
  shop: ListeningShop,
  { sale, outcome, seen }: { sale: Sale; outcome: (typeof outcomes)[number]; seen: () => void },
): Promise<void> => {
  const answered = async () => {
    const created = await ask(shop, sale)
    return created !== undefined && (created.status === 201 || created.status === 402) && created
  }
  const { redirectUrl } = await until(`an answer to the create of ${sale.amount}`, answered, patienceMs)
  seen()
  if (redirectUrl === undefined || outcome === undefined) return
  // Paid twice is refused with 409, which then is as good as an answer.
  const paid = () =>
    payInWallet(sandbox, redirectUrl, outcome).then(
      () => true,
      (error: unknown) => error instanceof assert.AssertionError && error.message.includes('The order is'),
    )
  await until(`the wallet's answer for ${sale.amount}`, paid, patienceMs)
}

/** Starts twenty payments at once. `middle` is reached when a third of them have been answered. */
export const startTwenty = (sandbox: TestSandbox, shop: ListeningShop) => {
  const sales = Array.from({ length: 20 }, aSale)
  let answered = 0
  let reachMiddle = () => {}
  const middle = new Promise<void>((resolve) => {
    reachMiddle = resolve
  })
  const seen = () => {
    answered++
    if (answered === 7) reachMiddle()
  }
  const all = Promise.all(
    sales.map((sale, index) => take(sandbox, shop, { sale, outcome: outcomes[index % outcomes.length], seen })),
  )
  return {
    middle: Promise.race([middle, all]),
    answered: () => answered,
    /** Lets all of them come to their ends, and asserts that each is what the wallet says. Counts the ends. */
    end: async (now: TestSandbox): Promise<Readonly<Record<End, number>>> => {
      await all
      await advance(now, 'PT1H')
      const ends = { CAPTURED: 0, CANCELLED: 0, REJECTED: 0 }
      for (const sale of sales) ends[await assertEndIsTrue(now, shop, sale)]++
      return ends
    },
  }
}
