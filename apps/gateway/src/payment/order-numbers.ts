import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { takeOrderNumbers } from './payment.store.ts'

const blockSize = 100

/**
 * Hands out order numbers from blocks of a hundred per merchant, so that a commit is needed once in a hundred orders.
 * What a dead process had left of its block is a gap.
 */
export const orderNumbers = (db: Db) => {
  const blocks = new Map<MerchantId, Promise<{ next: bigint; end: bigint }>>()
  const take = async (merchantId: MerchantId) => {
    const first = await takeOrderNumbers(db, merchantId, blockSize)
    return { next: first, end: first + BigInt(blockSize) }
  }
  return async (merchantId: MerchantId): Promise<bigint> => {
    for (;;) {
      const known = blocks.get(merchantId)
      const taking = known ?? take(merchantId)
      if (known === undefined) blocks.set(merchantId, taking)
      const block = await taking.catch((error: unknown) => {
        blocks.delete(merchantId)
        throw error
      })
      if (block.next < block.end) return block.next++
      if (blocks.get(merchantId) === taking) blocks.delete(merchantId)
    }
  }
}
