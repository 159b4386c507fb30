import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { Change } from './change.store.ts'
import { type DatedTerms, insertContract, readContracts } from './contract.store.ts'
import { readMerchant } from './merchant.store.ts'
import { type GivenTerms, readTerms } from './read-terms.ts'
import { RefusedChange } from './refused-change.ts'

/** Gateways know of a new version by then. */
const noticeMs = 60_000

/** What a version changes of the one before, and from when on; as soon as gateways can know, where no instant is named. */
export type NewVersion = GivenTerms & { readonly validFrom?: Date | undefined }

/** A version as it would be, beside the one before; what is not named stays as it was. Throws what is wrong with it. */
export const versionOf = async (
  reader: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
  { validFrom: wanted, ...given }: NewVersion,
  at: Date,
): Promise<{ readonly before: DatedTerms; readonly after: DatedTerms }> => {
  const earliest = new Date(at.getTime() + noticeMs)
  const validFrom = wanted ?? earliest
  if (validFrom < earliest) {
    throw new RefusedChange(
      `fees of what was captured stay as they are, and gateways need a minute to know: ` +
        `${earliest.toISOString()} or later is needed, not ${validFrom.toISOString()}.`,
      '--valid-from',
    )
  }
  const merchant = await readMerchant(reader, merchantId)
  const all = await readContracts(reader, merchantId)
  const before = all.findLast((one) => one.validFrom <= validFrom)
  if (merchant === undefined || before === undefined) {
    throw new RefusedChange(`Merchant ${merchantId} has no contract.`)
  }
  if (before.validFrom.getTime() === validFrom.getTime()) {
    throw new RefusedChange(`a version begins at ${validFrom.toISOString()} already.`, '--valid-from')
  }
  return { before, after: { ...readTerms(merchant, before, given), validFrom } }
}

/** Adds a version within a transaction that holds the merchant. */
export const addVersion = async (
  tx: Tx,
  merchantId: MerchantId,
  version: NewVersion,
  at: Date,
): Promise<Change<DatedTerms>> => {
  const { before, after } = await versionOf({ read: tx.run }, merchantId, version, at)
  if (!(await insertContract(tx, merchantId, after))) {
    throw new Error(`Broken invariant: no version began at ${after.validFrom.toISOString()}.`)
  }
  return { what: 'contract version added', before, after }
}
