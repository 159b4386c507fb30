import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { addVersion, type NewVersion, versionOf } from './add-contract.ts'
import { type By, changeMerchant } from './change.store.ts'
import { endProposal, insertProposal, readProposal } from './contract-proposal.store.ts'
import { RefusedChange } from './refused-change.ts'

/** Proposes a version of a contract: it holds once another person has approved it. Throws what is wrong with it. */
export const proposeContract = (
  db: Db,
  merchantId: MerchantId,
  { proposalId, version }: { readonly proposalId: string; readonly version: NewVersion },
  who: By,
): Promise<unknown> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const { before, after } = await versionOf({ read: tx.run }, merchantId, version, who.at)
    const { validFrom, ...terms } = version
    if (!(await insertProposal(tx, merchantId, { proposalId, validFrom: validFrom ?? null, terms }, who))) {
      throw new RefusedChange('A version waits to be decided on already: decide on it first.')
    }
    return { what: 'contract version proposed', before, after }
  })

const waiting = async (tx: Tx, merchantId: MerchantId, proposalId: string) => {
  const found = await readProposal({ read: tx.run }, merchantId)
  if (found?.proposalId === proposalId) return found
  throw new RefusedChange('It was decided on meanwhile: look at the contract again.')
}

/** Another person approves what was proposed; whoever refuses it may also be the one who has proposed it. Throws why not. */
export const decideContract = (
  db: Db,
  merchantId: MerchantId,
  decided: {
    readonly proposalId: string
    readonly decision: 'approved' | 'refused'
    readonly reason?: string | undefined
  },
  who: By,
): Promise<unknown> =>
  changeMerchant<unknown>(db, merchantId, who, async (tx) => {
    const { decision, reason } = decided
    const { validFrom, terms, proposedBy } = await waiting(tx, merchantId, decided.proposalId)
    if (decision === 'approved' && proposedBy === who.by) {
      throw new RefusedChange(`${who.by} has proposed it; somebody else must approve.`, '--as')
    }
    await endProposal(tx, merchantId, decided, who)
    if (decision === 'refused') return { what: 'contract version refused', before: terms, after: { reason } }
    return addVersion(tx, merchantId, { ...terms, ...(validFrom === null ? {} : { validFrom }) }, who.at)
  })
