import type { ExceptionKind } from '@silkgate/domain'
import {
  type Api,
  type Fault,
  type FaultName,
  faultNames,
  isFor,
  kindOf,
  strikesFiles,
} from '../../apps/simulator/src/fault/faults.ts'
import type { Dice } from '../support/dice.ts'

type Left = { readonly faults: readonly FaultName[]; readonly at?: Api; readonly because: string }

/** What is left out of worlds, each for its reason; to be taken away with it. */
export const leftOut: readonly Left[] = [
  {
    faults: ['settlement_amount_missing', 'settlement_amount_late'],
    because: 'a claim that is lost before its payment has a price is booked by a person',
  },
]

const aboutOrders = [
  'pay',
  'inquiryPayment',
  'cancelPayment',
  'refund',
  'responseRetrieval',
  'responseEscalation',
] as const satisfies Api[]

const isLeftOut = (name: FaultName, api?: Api): boolean =>
  leftOut.some(({ faults, at }) => faults.includes(name) && (at === undefined || at === api))

const names = (Object.keys(faultNames) as FaultName[]).filter((name) => !isLeftOut(name) && !strikesFiles(name))

/** What holds a call up for as long as we wait for it. */
const slow = names.filter((name) => ['answer_slow', 'call_hangs'].includes(name))

/** A fault for a share of the payments, which strikes pay only so often that a repeat of it is answered soon. */
const throwFault = (dice: Dice): Fault => {
  const name = dice.pick(names.filter((one) => !slow.includes(one)))
  const fault = { name, share: (1 + dice.below(6)) / 10, seed: dice.below(1_000_000) }
  const { strikes, apis, first } = kindOf(name)
  if (strikes !== 'call' || name === 'clock_skew') return fault
  const calls = (apis ?? aboutOrders).filter((one) => !isLeftOut(name, one))
  const isOfEach = calls.length === aboutOrders.length && dice.chance(30)
  const api = isOfEach ? undefined : dice.pick(calls)
  const isShort = first === undefined && ((api ?? 'pay') === 'pay' || dice.chance(50))
  return { ...fault, ...(api === undefined ? {} : { api }), ...(isShort ? { first: 1 + dice.below(3) } : {}) }
}

/** A fault that costs the watchers of a world their time: an answer that is slow, or a pay that is never answered. */
const throwSlowFault = (dice: Dice): Fault => {
  const fault = { share: (1 + dice.below(3)) / 10, seed: dice.below(1_000_000) }
  return dice.chance(50)
    ? { ...fault, name: dice.pick(slow), api: dice.pick(aboutOrders), first: 1 }
    : { ...fault, name: dice.pick(['request_lost', 'answer_lost', 'unknown_exception']), api: 'pay' }
}

/** What goes wrong from now on: at times nothing, mostly a few faults at once. */
export const throwFaults = (dice: Dice, isSlow: boolean): readonly Fault[] => [
  ...(isSlow ? [throwSlowFault(dice)] : []),
  ...Array.from({ length: dice.below(5) }, () => throwFault(dice)),
]

const unclear = names.filter((name) => kindOf(name).strikes === 'call')
const no: readonly FaultName[] = ['refused', 'unknown_then_failure']

/** Which faults can leave something for a person to look at, once all faults are over and all calls were answered. */
const reasons: Readonly<Partial<Record<ExceptionKind, readonly FaultName[]>>> = {
  amount_differs: ['notification_other_amount'],
  unknown_order: ['notification_other_order'],
  contradiction: no,
  late_success_kept: no,
  dispute_stuck: unclear,
}

/** Whether an exception that is still open names something that really went wrong with its payment. */
export const isExplained = (kind: ExceptionKind, paymentId: string, inForce: readonly Fault[]): boolean => {
  // The order of an unknown one is ours but for its first digit.
  const id = kind === 'unknown_order' ? `0${paymentId.slice(1)}` : paymentId
  return inForce.some((fault) => (reasons[kind] ?? []).includes(fault.name) && isFor(fault, id))
}
