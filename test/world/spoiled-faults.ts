import {
  type Fault,
  type FaultName,
  type FaultOf,
  faultNames,
  kindOf,
  reports,
} from '../../apps/simulator/src/fault/faults.ts'
import type { Dice } from '../support/dice.ts'

const namesOf = <What extends 'row' | 'file' | 'credit' | 'statement'>(...what: readonly What[]) =>
  (Object.keys(faultNames) as FaultName[]).filter((name): name is FaultOf<What> =>
    (what as readonly string[]).includes(kindOf(name).strikes),
  )

/** What can be wrong with a report of Alipay+, and with what the bank books or writes. */
export const reportFaults = namesOf('row', 'file')
export const bankFaults = namesOf('credit', 'statement')

/** In force all the time: a few payments are never priced, and a negative net is at times carried forward. */
export const standing = (seed: string): readonly Fault[] => [
  { name: 'settlement_amount_missing', share: 0.04, seed },
  { name: 'settlement_amount_late', share: 0.08, seed: `${seed}/late` },
  { name: 'negative-net-carried', share: 0.5, seed },
]

/** A fault that strikes one or two of those that it can strike on a day; often one of many, at times the first that comes. */
const throwFault = (name: FaultName, dice: Dice): Fault => {
  const fault = { name, share: dice.pick([0.15, 0.4, 1]), seed: dice.below(1_000_000), times: 1 + dice.below(2) }
  return kindOf(name).strikes === 'file' && dice.chance(70) ? { ...fault, report: dice.pick(reports) } : fault
}

/** What goes wrong with the files of a day. */
export const throwFileFaults = (dice: Dice): readonly Fault[] => [
  ...reportFaults.filter(() => dice.chance(16)).map((name) => throwFault(name, dice)),
  ...bankFaults.filter(() => dice.chance(14)).map((name) => throwFault(name, dice)),
]
