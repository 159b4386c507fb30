import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import type { Fault } from '../../apps/simulator/src/fault/faults.ts'
import { type Dice, diceOf } from '../support/dice.ts'
import { throwFaults } from './faults-in-world.ts'
import { type HappeningName, happenings } from './happenings.ts'
import { merchants, type PlannedSale } from './merchants.ts'
import type { Death } from './stage.ts'

export type Size = { readonly days: number; readonly payments: number }

/** Something that happens to a sale; its own dice, by their seed, decide the rest. */
export type Deed = { readonly name: HappeningName; readonly sale: number; readonly seed: string }

export type Turn = {
  /** What goes wrong from this turn on; undefined leaves in force what was. */
  readonly faults: readonly Fault[] | undefined
  readonly death: Death | undefined
  /** What the listening merchant's endpoint answers. */
  readonly endpointStatus: 200 | 500
  readonly deeds: readonly Deed[]
  /** How long the clock is moved afterwards, in seconds. */
  readonly passes: number
}

/** Everything that a world decides before it begins: data, from its seed alone. */
export type Plan = {
  readonly seed: string
  readonly start: Date
  readonly sales: readonly PlannedSale[]
  readonly turns: readonly Turn[]
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const firstDay = Date.parse('2026-11-23T00:00:00Z')

/** Mostly moments, within which consumers pay; at times hours or a day. */
const passing = (dice: Dice): number => {
  const [least, most] = dice.pick([
    [5, minute],
    [minute, 4 * minute],
    [minute, 4 * minute],
    [10 * minute, 15 * minute],
    [hour, 6 * hour],
    [6 * hour, day],
  ] as const)
  return least + dice.below(most - least)
}

const names = Object.keys(happenings) as HappeningName[]

/** As many times each as it happens often. */
const hat = names.flatMap((name) => Array.from({ length: happenings[name].often }, () => name))

const newest = 12

/** Plans a world of so many payments that lasts at least so many days. */
export const planWorld = (seed: string, { days, payments }: Size): Plan => {
  const dice = diceOf(`${seed}/plan`)
  const start = new Date(firstDay + dice.below(7 * day) * 1000)
  const sales: (PlannedSale & { readonly happens: HappeningName[] })[] = []
  const turns: Turn[] = []
  let [deedCount, patience, passed] = [0, Math.ceil(payments / 60), 0]

  /** Something that happens to one of the newest sales; what begins one begins a new one. */
  const throwDeed = (): Deed | undefined => {
    const name = dice.pick(hat)
    if (happenings[name].to([]) && sales.length < payments) {
      sales.push({ number: sales.length + 1, merchant: dice.pick(merchants), happens: [] })
    }
    const possible = sales.slice(-newest).filter(({ happens }) => happenings[name].to(happens))
    if (possible.length === 0) return undefined
    const sale = dice.pick(possible)
    sale.happens.push(name)
    return { name, sale: sale.number, seed: `${seed}/deed/${++deedCount}` }
  }

  const throwNewFaults = (): readonly Fault[] => {
    const isSlow = patience > 0 && dice.chance(15)
    if (isSlow) patience--
    return throwFaults(dice, isSlow)
  }

  while (sales.length < payments || passed < days * day) {
    const turn: Turn = {
      faults: turns.length === 0 || dice.chance(50) ? throwNewFaults() : undefined,
      death: dice.chance(8) ? dice.pick<Death>(['gateway', 'gateway', 'simulator', dice.pick(crashPoints)]) : undefined,
      endpointStatus: dice.chance(20) ? 500 : 200,
      deeds: Array.from({ length: 2 + dice.below(8) }, throwDeed).filter((deed) => deed !== undefined),
      passes: passing(dice),
    }
    turns.push(turn)
    passed += turn.passes
  }
  return { seed, start, sales, turns }
}
