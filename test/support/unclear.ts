import { type MerchantId, paymentIdOf } from '@silkgate/domain'
import type { FaultName } from '../../apps/simulator/src/fault/faults.ts'
import { anOrder } from './merchant.ts'
import { addShop, type TestSandbox } from './sandbox.ts'
import { type Created, openShop, type Shop } from './shop.ts'

/** Everything that can happen to a call without its being a clear yes or no. */
export const unclear = [
  'unknown_code',
  'status_a',
  'empty_body',
  'garbled_body',
  'wrong_signature',
  'unknown_key',
  'http_500',
  'answer_lost',
  'request_lost',
  'throttled',
  'unknown_exception',
  'answer_slow',
] as const satisfies readonly FaultName[]

export type Unclear = (typeof unclear)[number]

/** The faults that strike before anything was done. */
export const isUndone = (fault: Unclear): boolean => fault === 'request_lost' || fault === 'throttled'

/** A shop that takes one payment, whose id is known before it is taken, so that faults can wait for it. */
export type OneSale = { readonly shop: Shop; readonly paymentId: string; readonly create: () => Promise<Created> }

/** Opens a shop of its own for a sale. */
export const aSale = async (sandbox: TestSandbox, merchantId: MerchantId, order = anOrder()): Promise<OneSale> => {
  const shop = openShop(sandbox, await addShop(sandbox, merchantId))
  return { shop, paymentId: paymentIdOf(merchantId, 1n), create: () => shop.create(order) }
}
