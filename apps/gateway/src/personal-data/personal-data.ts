import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type PersonalData, readPersonalData } from './personal-data.store.ts'

/** What is known of who paid. Whoever looks leaves an entry in the audit trail, committed before they see anything. */
export const personalData =
  (db: Db) =>
  async (paymentId: string, scope: MerchantId | undefined): Promise<PersonalData | undefined> => {
    const found = await readPersonalData(db, paymentId, scope)
    if (found !== undefined) await db.transaction('chore.keep_audit', async () => undefined)
    return found
  }

export type PersonalDataOf = ReturnType<typeof personalData>
