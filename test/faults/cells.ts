import {
  type Api,
  type Fault,
  type FaultName,
  faultNames,
  kindOf,
  strikesFiles,
} from '../../apps/simulator/src/fault/faults.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { cashierOf, payInWallet } from '../support/simulator.ts'
import { aSale, type OneSale } from '../support/unclear.ts'
import { until } from '../support/until.ts'

/** Where a fault can meet a payment, with the call that it strikes there; notifications are no call. */
export const steps = {
  pay: 'pay',
  pay_then_no: 'pay',
  notification_of_yes: undefined,
  notification_of_no: undefined,
  inquiry: 'inquiryPayment',
  cancel: 'cancelPayment',
  refund: 'refund',
  refund_then_no: 'refund',
} as const satisfies Record<string, Api | undefined>

export type Step = keyof typeof steps

export type Cell = { readonly fault: FaultName; readonly step: Step }

const whenPlaced: readonly FaultName[] = ['notification_before_answer', 'notification_forged']

/** Why a fault cannot meet a payment at a step; undefined where it can. */
export const whyNot = ({ fault, step }: Cell): string | undefined => {
  const { strikes, apis } = kindOf(fault)
  const api = steps[step]
  if (strikes === 'sftp') return 'is about files: test/file has it'
  if (strikes === 'settlement')
    return 'is about what is settled: test/payment/cross-currency.test.ts has it at every step'
  if (['credit', 'statement', 'payout'].includes(strikes)) return 'is about the bank: test/bank has it'
  if (strikesFiles(fault)) return 'is about reports: apps/simulator/src/settlement/spoil.test.ts has each'
  if (strikes === 'call') {
    if (api === undefined) return fault === 'clock_skew' ? undefined : 'strikes calls of ours; a notification is none'
    return (apis ?? [api]).includes(api) ? undefined : `strikes ${apis?.join(', ')} alone`
  }
  if (api === 'refund') return 'Alipay+ announces no refunds'
  if (step === 'inquiry') return 'an inquiry announces nothing'
  if (step === 'pay')
    return whenPlaced.includes(fault) ? undefined : 'nothing is announced before the wallet has decided'
  if (step === 'pay_then_no') return 'is about the answers of pay'
  if (step === 'cancel')
    return fault === 'notification_for_cancelled' ? undefined : 'nothing is announced of a cancelled order'
  if (fault === 'notification_for_cancelled') return 'the wallet has decided, so that nothing is cancelled'
  if (fault === 'notification_before_answer') return 'has come before, with pay'
  return undefined
}

export const allCells: readonly Cell[] = (Object.keys(faultNames) as FaultName[]).flatMap((fault) =>
  (Object.keys(steps) as Step[]).map((step) => ({ fault, step })),
)

const holdUp: readonly FaultName[] = ['answer_slow', 'call_hangs']

/** How often a fault strikes its call; one answer that is slow holds everything up for long enough. */
const timesOf = ({ fault, step }: Cell): { times?: number } => {
  if (kindOf(fault).first !== undefined) return {}
  return { times: step === 'pay' || step === 'pay_then_no' || holdUp.includes(fault) ? 1 : 3 }
}

type Strikes = Omit<Fault, 'paymentRequestId'>

/** What goes wrong in a cell: its fault, and what leads the payment to the step. */
const faultsIn = (cell: Cell): readonly Strikes[] => {
  const { fault: name, step } = cell
  const api = steps[step]
  const own: Strikes = kindOf(name).strikes === 'call' && api ? { name, api, ...timesOf(cell) } : { name }
  const unheard: Strikes = { name: 'notification_never' }
  switch (step) {
    case 'pay':
      return kindOf(name).strikes === 'call' ? [own, unheard] : [own]
    case 'pay_then_no':
      return [own, { name: 'refused', api: 'pay' }, unheard]
    case 'inquiry':
      return [own, unheard]
    case 'cancel':
      return [own, { name: 'answer_lost', api: 'pay' }, unheard]
    case 'refund_then_no':
      return [own, { name: 'refused', api: 'refund' }]
    default:
      return [own]
  }
}

/** A payment that meets one fault at one step. */
export type Played = Cell & OneSale & { readonly faults: readonly Fault[]; readonly play: () => Promise<void> }

/** Prepares the payment of a cell, whose merchant has no other. */
export const prepare = async (sandbox: TestSandbox, cell: Cell, merchantId: string): Promise<Played> => {
  const sale = await aSale(sandbox, merchantId)
  const { paymentId, shop, create } = sale
  const isPaidAtOnce = cell.fault === 'notification_before_answer'

  /** Whoever finds the cashier pays, whatever the merchant was told. */
  const payAtCashier = async (outcome: 'success' | 'decline' = 'success'): Promise<void> => {
    const cashier = await cashierOf(sandbox, paymentId)
    if (cashier !== undefined && !isPaidAtOnce) await payInWallet(sandbox, cashier, outcome)
  }

  const play = async (): Promise<void> => {
    switch (cell.step) {
      case 'cancel': {
        const created = create()
        await until(`the order of ${paymentId}`, () => cashierOf(sandbox, paymentId), 30_000)
        await payAtCashier()
        await created
        return
      }
      case 'refund':
      case 'refund_then_no':
        await create()
        await payAtCashier()
        await shop.whenStatus(paymentId, 'CAPTURED')
        await shop.refund(paymentId)
        return
      default:
        await create()
        await payAtCashier(cell.step === 'notification_of_no' ? 'decline' : 'success')
    }
  }
  const faults = faultsIn(cell).map((fault) => ({ ...fault, paymentRequestId: paymentId }))
  return { ...cell, ...sale, faults, play }
}
