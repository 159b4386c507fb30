import { randomUUID } from 'node:crypto'
import type { Account, MerchantId } from '@silkgate/domain'
import { insertTransfers } from '../../apps/gateway/src/ledger/index.ts'
import type { Db } from '../../apps/gateway/src/postgres/db.ts'

export type Posting = {
  readonly merchantId: MerchantId
  readonly debit: Account
  readonly credit: Account
  readonly minor: bigint
  readonly at: Date
  readonly currency?: string
  readonly about?: string
  readonly reason?: string
}

/** Posts as the program does; answers the ids. */
export const post = async (db: Db, ...postings: readonly Posting[]): Promise<string[]> => {
  const rows = postings.map(({ merchantId, minor, currency = 'EUR', reason = 'test', ...rest }) => ({
    ...{ merchant_id: merchantId, transfer_id: randomUUID(), currency, reason, minor: minor.toString(), ...rest },
  }))
  const values: unknown[] = []
  await db.write('chore.set_up', { text: insertTransfers(rows, values), values })
  return rows.map(({ transfer_id }) => transfer_id)
}
