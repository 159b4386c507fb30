import type { MerchantId } from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import type { By } from './change.store.ts'
import type { GivenTerms } from './read-terms.ts'

/** A version of a contract that waits for another person. */
export type ContractProposal = Row & {
  readonly proposalId: string
  /** Null: as soon as it is approved. */
  readonly validFrom: Date | null
  readonly terms: GivenTerms
  readonly proposedBy: string
  readonly proposedAt: Date
}

/** The one that waits, if one does. */
export const readProposal = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<ContractProposal | undefined> => {
  const [found] = await read<ContractProposal>({
    text: `select proposal_id as "proposalId", valid_from as "validFrom", terms, proposed_by as "proposedBy",
                  proposed_at as "proposedAt"
             from contract_proposals where merchant_id = $1 and decision is null`,
    values: [merchantId],
  })
  return found
}

/** Keeps one; answers false where one waits already. */
export const insertProposal = async (
  tx: Tx,
  merchantId: MerchantId,
  { proposalId, validFrom, terms }: Pick<ContractProposal, 'proposalId' | 'validFrom' | 'terms'>,
  { by, at }: By,
): Promise<boolean> => {
  const added = await tx.run({
    text: `insert into contract_proposals (merchant_id, proposal_id, valid_from, terms, proposed_by, proposed_at)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning merchant_id`,
    values: [merchantId, proposalId, validFrom, terms, by, at],
  })
  return added.length > 0
}

export const endProposal = async (
  tx: Tx,
  merchantId: MerchantId,
  { proposalId, decision }: { readonly proposalId: string; readonly decision: 'approved' | 'refused' },
  { by, at }: By,
): Promise<void> => {
  await tx.run({
    text: `update contract_proposals set decision = $3, decided_by = $4, decided_at = $5
            where merchant_id = $1 and proposal_id = $2 and decision is null`,
    values: [merchantId, proposalId, decision, by, at],
  })
}
