import type { MerchantId } from '@silkgate/domain'
import type { Places } from './places.ts'

/** Does a merchant's work while it holds a place; undefined, and nothing was done, where there is none for it now. */
export type Admit = <T>(merchantId: MerchantId, work: () => Promise<T>) => Promise<T> | undefined

/** Lets work in as far as there are places; `refused` hears of each that was not. */
export const admission =
  ({ take }: Places, refused: () => void): Admit =>
  (merchantId, work) => {
    const leave = take(merchantId)
    if (leave !== undefined) return work().finally(leave)
    refused()
    return undefined
  }

export { openPlaces, type Places } from './places.ts'
