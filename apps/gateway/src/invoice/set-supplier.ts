import { type Approval, askForApproval, decide, ofNoMerchant } from '../approval/index.ts'
import type { Db } from '../postgres/db.ts'
import { type Supplier, setSupplier } from './supplier.store.ts'

type Who = { readonly by: string; readonly at: Date }

const kind = 'invoice_supplier'

/** Somebody says who bills from now on; it stays as it is until another person agrees. */
export const askForSupplier = (db: Db, approvalId: string, asked: Supplier, { by, at }: Who): Promise<unknown> =>
  db.transaction('chore.set_up', (tx) =>
    askForApproval(tx, { approvalId, merchantId: ofNoMerchant, kind, asked, askedBy: by, askedAt: at }),
  )

/** Another person agrees, or does not; answers who was to bill. */
export const decideOnSupplier = (db: Db, approvalId: string, isApproved: boolean, who: Who): Promise<Supplier> =>
  db.transaction('chore.set_up', async (tx) => {
    const supplier = supplierOf(await decide(tx, kind, approvalId, { ...who, isApproved }))
    if (isApproved) await setSupplier(tx, supplier, who)
    return supplier
  })

/** What waits for another person. */
export const supplierOf = ({ asked }: Approval): Supplier => asked as Supplier
