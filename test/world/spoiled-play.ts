import { type Fault, isFor } from '../../apps/simulator/src/fault/faults.ts'
import { corrected } from '../support/corrected.ts'
import { type Dice, diceOf } from '../support/dice.ts'
import { writeFile } from '../support/files.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { type ReportStruck, reportStrikesOf } from '../support/settlement.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, clockOf, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { giveBack, quarrel } from './month.ts'
import { standing, throwFileFaults } from './spoiled-faults.ts'
import { partsOfPath, spoils } from './spoiled-truth.ts'

export type Size = { readonly days: number; readonly payments: number }

/** What happened that the files do not tell. */
export type Played = {
  /** Payments whose settlement amount nobody ever tells. */
  readonly unpriced: ReadonlySet<string>
  /** The instants at which it was quiet: each noon. */
  readonly noons: readonly Date[]
}

type Seller = { readonly shop: Shop; readonly currencies: readonly string[]; readonly captured: string[] }

const amountIn = (currency: string, dice: Dice): number =>
  100 * (5 + dice.below(300)) + (currency === 'JPY' ? 0 : dice.below(100))

const sell = async (sandbox: TestSandbox, seller: Seller, faults: readonly Fault[], dice: Dice): Promise<string[]> => {
  const { shop, currencies, captured } = seller
  const currency = dice.pick(currencies)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amountIn(currency, dice), currency))
  // Alipay has an agreement of its own; in the currency of a wallet's own country there is no choice.
  await payInWallet(sandbox, redirectUrl, 'success', currency === 'EUR' && dice.chance(50) ? 'ALIPAY_HK' : undefined)
  await shop.whenStatus(paymentId, 'CAPTURED')
  const isStruck = (name: string) => faults.some((fault) => fault.name === name && isFor(fault, paymentId))
  if (isStruck('settlement_amount_missing')) return [paymentId]
  if (!isStruck('settlement_amount_late')) captured.push(paymentId)
  return []
}

/** A day of a merchant; answers the payments that are never priced. At times more goes back than comes. */
const trade = async (
  sandbox: TestSandbox,
  seller: Seller,
  faults: readonly Fault[],
  { payments, dice }: { payments: number; dice: Dice },
): Promise<string[]> => {
  const unpriced: string[] = []
  const sales = dice.chance(15) ? 0 : 1 + dice.below(payments)
  const refunds = (dice.chance(45) ? 1 : 0) + (sales === 0 ? 2 : 0)
  for (let count = 0; count < refunds; count++) await giveBack(seller, dice, false)
  if (dice.chance(15)) await quarrel(sandbox, seller, dice)
  for (let count = 0; count < sales; count++) unpriced.push(...(await sell(sandbox, seller, faults, dice)))
  return unpriced
}

const refundsAreDone = ({ db }: TestSandbox) =>
  until('all refunds are accepted', async () => {
    const text = 'select 1 from refunds where due_at is not null or (not accepted and refused_because is null)'
    return (await db.read({ text, values: [] })).length === 0
  })

/** Has the right one come beside a file that was spoiled. */
const correct = async (sandbox: TestSandbox, path: string, strikes: readonly ReportStruck[]): Promise<void> => {
  const text = `select body from files where owner = 'alipayplus' and path = $1`
  const [file] = await sandbox.simulatorDb.read<{ body: Buffer }>({ text, values: [path] })
  const right = corrected(file?.body.toString() ?? '', strikes)
  await writeFile(sandbox, 'alipayplus', path.replace('_000.csv', '_002.csv'), right, await clockOf(sandbox))
}

/** Some batches have their spoiled files corrected, all at once, on the same day or a few days later. */
const corrections = (sandbox: TestSandbox, seed: string) => {
  const known = new Map<string, number>()
  return async (day: number, isUntouchable: (batchId: string) => Promise<boolean>): Promise<void> => {
    const strikes = (await reportStrikesOf(sandbox)).filter((one) => spoils(one) && one.path.endsWith('_000.csv'))
    const ofBatch = Map.groupBy(strikes, ({ path }) => partsOfPath(path).batchId)
    for (const [batchId, own] of ofBatch) {
      const dice = diceOf(`${seed}/correct ${batchId}`)
      if (!known.has(batchId)) known.set(batchId, dice.chance(50) ? day + dice.below(5) : Number.POSITIVE_INFINITY)
      if (known.get(batchId) !== day || (await isUntouchable(batchId))) continue
      for (const [path, ofFile] of Map.groupBy(own, (one) => one.path)) {
        if (ofFile.some(({ fault }) => fault !== 'report-columns-permuted')) await correct(sandbox, path, ofFile)
      }
    }
  }
}

/** Whether a report of a batch has a line of a payment that has no price: which version of it is right, nobody can tell. */
const holdsUnpriced = async ({ simulatorDb }: TestSandbox, batchId: string, unpriced: ReadonlySet<string>) => {
  const text = `select convert_from(body, 'UTF8') as text from files where owner = 'alipayplus' and position($1 in path) > 0`
  const files = await simulatorDb.read<{ text: string }>({ text, values: [batchId] })
  return files.some((file) => [...unpriced].some((paymentId) => file.text.includes(paymentId)))
}

/** Two merchants sell for some days, each of which has files that are spoiled by its own dice; then everything comes to rest. */
export const playSpoiledWorld = async (sandbox: TestSandbox, seed: string, size: Size): Promise<Played> => {
  const sellers: Seller[] = [
    { shop: openShop(sandbox, demoShop), currencies: ['EUR', 'EUR', 'HKD', 'USD', 'JPY'], captured: [] },
    { shop: openShop(sandbox, secondShop), currencies: ['HKD', 'HKD', 'EUR', 'JPY'], captured: [] },
  ]
  const [always, unpriced, noons] = [standing(seed), new Set<string>(), [] as Date[]]
  const correctSome = corrections(sandbox, seed)
  const pass = async (day: number) => {
    await advance(sandbox, 'P1D')
    noons.push(await clockOf(sandbox))
    await correctSome(day, (batchId) => holdsUnpriced(sandbox, batchId, unpriced))
  }
  for (let day = 0; day < size.days; day++) {
    const dice = diceOf(`${seed}/faults of ${day}`)
    const isLast = day >= size.days - 4
    const thrown = throwFileFaults(dice).filter(({ name }) => !isLast || name !== 'bank-two-batches-one-credit')
    await setFaults(sandbox, ...always, ...thrown)
    const turns = sellers.map((seller) =>
      trade(sandbox, seller, always, {
        payments: size.payments,
        dice: diceOf(`${seed}/${seller.shop.merchantId}/${day}`),
      }),
    )
    for (const id of (await Promise.all(turns)).flat()) unpriced.add(id)
    await refundsAreDone(sandbox)
    await pass(day)
  }
  // What is carried forward is debited at last.
  await setFaults(sandbox, ...always.filter(({ name }) => name !== 'negative-net-carried'))
  for (let day = size.days; day < size.days + 11; day++) await pass(day)
  return { unpriced, noons }
}
