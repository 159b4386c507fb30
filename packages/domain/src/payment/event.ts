import type { Money } from '../money/index.ts'
import type { NetworkFacts, RefusedCode } from './facts.ts'

export type Source = 'pay' | 'notification' | 'inquiry' | 'cancel' | 'create' | 'reconciliation'

type Heard<Name extends string, More = unknown> = {
  readonly name: Name
  /** On the sandbox clock: when we heard it. */
  readonly at: Date
  readonly source: Source
} & More

type WithNetwork = { readonly network?: NetworkFacts }

/** One thing that was heard about a payment, from whichever side. */
export type PaymentEvent =
  | Heard<'order_placed', WithNetwork & { readonly redirectUrl: string }>
  | Heard<'success_announced', WithNetwork & { readonly amount?: Money }>
  | Heard<'success_confirmed', WithNetwork & { readonly amount: Money }>
  | Heard<
      'refused',
      {
        readonly code: RefusedCode
        readonly because: string
        /** An outcome of the same pay was unknown before: its order may stand all the same. */
        readonly orderMayExist?: true
      }
    >
  | Heard<'closed'>
  | Heard<'order_not_found'>
  | Heard<'outcome_unknown', { readonly because: string }>
  | Heard<'cancel_window_passed'>
  | Heard<'given_up'>
  /** The money is on our bank statement, in the settlement batch that holds this clearing batch. */
  | Heard<'settled', { readonly clearingBatchId: string }>
