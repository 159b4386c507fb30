import type { MerchantId } from '@silkgate/domain'
import { type Approval, askForApproval, decide } from '../approval/index.ts'
import { recordChange } from '../merchant/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { assertNotBilled, type DatedVatTerms, setVatTerms } from './vat-terms.store.ts'

type Who = { readonly by: string; readonly at: Date }

type AskedTerms = Who & {
  readonly approvalId: string
  readonly merchantId: MerchantId
  readonly terms: DatedVatTerms
}

const kind = 'vat_terms'

const termsOf = ({ asked }: Approval): DatedVatTerms => {
  const { rateBasisPoints, ...terms } = asked as Omit<DatedVatTerms, 'rateBasisPoints'> & { rateBasisPoints: string }
  return { ...terms, rateBasisPoints: BigInt(rateBasisPoints) }
}

/** Somebody says what was agreed about VAT; nothing is charged by it until another person agrees. */
export const askForVatTerms = async (tx: Tx, { approvalId, merchantId, terms, by, at }: AskedTerms): Promise<void> => {
  await assertNotBilled(tx, terms.fromMonth)
  const { vatId, ...told } = terms
  const asked = { ...told, rateBasisPoints: `${terms.rateBasisPoints}`, ...(vatId !== undefined && { vatId }) }
  await askForApproval(tx, { approvalId, merchantId, kind, asked, askedBy: by, askedAt: at })
}

/** Another person agrees: the terms hold. Throws where invoices of their first month are issued by now. */
export const approveVatTerms = (
  db: Db,
  approvalId: string,
  who: Who,
): Promise<{ readonly merchantId: MerchantId; readonly terms: DatedVatTerms }> =>
  db.transaction('chore.set_up', async (tx) => {
    const approval = await decide(tx, kind, approvalId, { ...who, isApproved: true })
    const [{ merchantId }, terms] = [approval, termsOf(approval)]
    await setVatTerms(tx, merchantId, terms, who.at)
    await recordChange(tx, merchantId, who, { what: 'VAT terms set', after: terms })
    return { merchantId, terms }
  })

/** Another person does not agree. */
export const declineVatTerms = (db: Db, approvalId: string, who: Who): Promise<void> =>
  db.transaction('chore.set_up', async (tx) => {
    const { merchantId, asked } = await decide(tx, kind, approvalId, { ...who, isApproved: false })
    await recordChange(tx, merchantId, who, { what: 'VAT terms declined', after: asked })
  })
