import type { MerchantId } from '@silkgate/domain'
import { type Page, pageOf } from '../../http/place.ts'
import { balancesOfMerchant } from '../../ledger/index.ts'
import {
  listChanges,
  type PayoutAccountRow,
  RefusedChange,
  readContracts,
  readHolds,
  readKyb,
  readMerchant,
  readPayoutAccounts,
  readProposal,
  versionOf,
} from '../../merchant/index.ts'
import type { Db } from '../../postgres/db.ts'
import { type ListedMerchant, type MerchantFilter, pageOfMerchants } from './merchant-list.store.ts'

type Needs = { readonly db: Db; readonly now: () => Date }

/** The merchant whose people ask; undefined for the operator's, who see all. */
type Scope = MerchantId | undefined

/** The number of an account, of which no more than its last four characters are shown. */
const masked = (number: string): string => `•••• ${number.slice(-Math.min(4, Math.floor(number.length / 2)))}`

/** What was changed, with the numbers of accounts masked. */
const withMaskedAccounts = (thing: unknown): unknown => {
  if (Array.isArray(thing)) return thing.map(withMaskedAccounts)
  if (typeof thing !== 'object' || thing === null) return thing
  const entries = Object.entries(thing).map(([name, value]) => [
    name,
    ['iban', 'number'].includes(name) && typeof value === 'string' ? masked(value) : withMaskedAccounts(value),
  ])
  return Object.fromEntries(entries)
}

/** How each version of a payout account stands: the youngest that may be used is, whatever came before it is not any more. */
const payoutAccounts = (rows: readonly PayoutAccountRow[], at: Date) => {
  const ofCurrency = Map.groupBy(rows, ({ currency }) => currency)
  return rows.map((row) => {
    const all = ofCurrency.get(row.currency) ?? []
    const used = all.findLast(({ usable_from: from, closed_at }) => from !== null && from <= at && closed_at === null)
    const standOf = () => {
      if (row.closed_at !== null) return 'closed'
      if (row === used) return 'in_use'
      if ((used?.version ?? 0) > row.version) return 'replaced'
      if (row.approved_by !== null) return 'cooling_off'
      return row === all.at(-1) ? 'unapproved' : 'replaced'
    }
    return {
      ...{ currency: row.currency, version: row.version, stand: standOf(), holder: row.holder, bic: row.bic },
      ...{ account: masked(row.iban ?? row.account_number ?? ''), addedAt: row.added_at, usableFrom: row.usable_from },
      ...{ proof: row.proof, addedBy: row.added_by, approvedBy: row.approved_by, approvedAt: row.approved_at },
      ...{ closedAt: row.closed_at, closingReason: row.closing_reason, closingAskedBy: row.closing_asked_by },
      ...{ closedBy: row.closed_by, isYoungest: row === all.at(-1) },
    }
  })
}

/** A merchant's own people are not told who of the operator's proved, added, approved and closed. */
const forMerchant = (account: ReturnType<typeof payoutAccounts>[number]) => {
  const { proof, addedBy, approvedBy, closingReason, closingAskedBy, closedBy, ...rest } = account
  return rest
}

/**
 * Merchants as people see them. A merchant's own see what is agreed with it and where its money goes; not who of the operator
 * looked into it, why it is held, nor what was changed by whom.
 */
export const merchantViews = ({ db, now }: Needs) => {
  const balancesOf = balancesOfMerchant(db)
  const find = async (merchantId: MerchantId, scope: Scope) =>
    scope === undefined || scope === merchantId ? readMerchant(db, merchantId) : undefined

  /** The version of its contract that waits for another person, as it would be. */
  const proposalOf = async (merchantId: MerchantId) => {
    const proposal = await readProposal(db, merchantId)
    if (proposal === undefined) return undefined
    const { terms, validFrom, ...rest } = proposal
    const version = { ...terms, ...(validFrom === null ? {} : { validFrom }) }
    // Whatever instant it was to begin at: what it says is worth reading also when that is over.
    const { after } = await versionOf(db, merchantId, version, proposal.proposedAt).catch((error: unknown) => {
      if (error instanceof RefusedChange) return { after: undefined }
      throw error
    })
    return { ...rest, validFrom, terms: after }
  }

  return {
    page: async (filter: MerchantFilter): Promise<Page<ListedMerchant>> => {
      const found = await pageOfMerchants(db, { ...filter, limit: filter.limit + 1 })
      return pageOf(found, filter.limit, ({ merchantId }) => ({ at: merchantId.toString() }))
    },

    /** Undefined where there is no such merchant, or it is not the caller's to see. */
    one: async (merchantId: MerchantId, scope: Scope) => {
      const merchant = await find(merchantId, scope)
      if (merchant === undefined) return undefined
      const at = now()
      const [kyb, contracts, accounts] = await Promise.all([
        readKyb(db, merchantId),
        readContracts(db, merchantId),
        readPayoutAccounts(db, merchantId),
      ])
      const inForce = contracts.findLast(({ validFrom }) => validFrom <= at)
      const shown = payoutAccounts(accounts, at)
      const common = { ...merchant, contracts: contracts.map((one) => ({ ...one, isInForce: one === inForce })) }
      if (scope !== undefined) {
        return {
          ...common,
          kyb: kyb && { status: kyb.status, reviewOn: kyb.reviewOn },
          payoutAccounts: shown.map(forMerchant),
        }
      }
      const [holds, changes, proposal] = await Promise.all([
        readHolds(db, { merchantId, isInForce: false }),
        listChanges(db, merchantId),
        proposalOf(merchantId),
      ])
      return {
        ...{ ...common, kyb, payoutAccounts: shown, holds, proposal },
        changes: changes.toReversed().map((change) => ({
          ...change,
          before: withMaskedAccounts(change.before),
          after: withMaskedAccounts(change.after),
        })),
      }
    },

    /** What a merchant is owed at the end of an instant; now, where it is not yet over or none is named. */
    balances: async (merchantId: MerchantId, scope: Scope, asOf: Date | undefined) => {
      if ((await find(merchantId, scope)) === undefined) return undefined
      const at = now()
      const isPast = asOf !== undefined && asOf <= at
      const found = await balancesOf(merchantId, isPast ? { at: asOf } : undefined)
      return { asOf: isPast ? asOf : at, isNow: !isPast, balances: found.ok ? found.value : [] }
    },
  }
}

export type MerchantViews = ReturnType<typeof merchantViews>
