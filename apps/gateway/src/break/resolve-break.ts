import { actionsOf, type BreakAction, type Match, money, movesMoney, operator, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { acceptLine, matchByHand, wantReconciliation } from '../reconciliation/index.ts'
import type { BreakRow } from './break-list.store.ts'
import { addNote, changeBreak, markEntry } from './break-work.store.ts'

export type Asked = {
  readonly action: BreakAction
  readonly by: string
  readonly reason: string
  readonly at: Date
  readonly newId: () => string
  /** For a claim: under what it was asked. */
  readonly reference?: string
  /** For waiting: `2026-12-24`. */
  readonly until?: string
}

/** What came of it. */
export type Did = 'done' | 'proposed' | 'ended meanwhile' | { readonly refused: string }

const resolutions = { accept: 'accepted', write_off: 'written_off', match: 'matched', dismiss: 'dismissed' } as const

/**
 * Does something about an open break. Giving up or keeping more than `alone` is only proposed: a second person approves it by
 * asking for the same. What moves money posts it, in the same transaction in which the break ends.
 */
export const resolveBreak = async (db: Db, row: BreakRow, asked: Asked, alone: bigint): Promise<Did> => {
  const { action, by, reason, at } = asked
  if (!actionsOf[row.kind].includes(action)) {
    return { refused: `a break "${row.kind}" takes ${actionsOf[row.kind].join(', ')}; not ${action}` }
  }
  const isLarge = movesMoney(action) && (row.minor < 0n ? -row.minor : row.minor) > alone
  const { proposed } = row
  const isSecond = proposed !== null && proposed.action === action && proposed.by !== by
  if (isLarge && !isSecond && proposed?.by === by) {
    return { refused: `${by} has proposed it already; somebody else must approve` }
  }
  return db.transaction('chore.resolve_break', async (tx): Promise<Did> => {
    await addNote(tx, row.break_id, { noteId: asked.newId(), at, by, note: `${action}: ${reason}` })
    if (isLarge && !isSecond) {
      const proposal = { action, by, at: at.toISOString(), reason }
      return (await changeBreak(tx, row.break_id, { proposed: proposal })) ? 'proposed' : 'ended meanwhile'
    }
    if (action === 'claim') {
      const claim = { claimed_at: at, claim_reference: asked.reference ?? reason }
      return (await changeBreak(tx, row.break_id, claim)) ? 'done' : 'ended meanwhile'
    }
    if (action === 'wait') {
      return (await changeBreak(tx, row.break_id, { waits_until: asked.until ?? null })) ? 'done' : 'ended meanwhile'
    }
    const end = isSecond && isLarge ? { resolved_by: proposed.by, approved_by: by } : { resolved_by: by }
    const resolution = resolutions[action]
    if (!(await changeBreak(tx, row.break_id, { ...end, reason, resolution, resolved_at: at })))
      return 'ended meanwhile'
    const refused = await settleBreak(tx, row, action, at)
    if (refused !== undefined) throw new Error(refused)
    await tx.run(wantReconciliation(asked.newId(), at, `break ${row.break_id}`))
    return 'done'
  })
}

/** Posts what an action gives up or keeps. Answers why it cannot be done. */
const settleBreak = async (tx: Tx, row: BreakRow, action: BreakAction, at: Date): Promise<string | undefined> => {
  const beyond = money(row.currency, row.minor)
  const merchantId = row.merchant_id.toString()
  const about = `break ${row.break_id}`
  if (action === 'write_off') {
    await postTransfers(tx, postings.writeOff(merchantId, beyond), { about, at })
    if (row.entry_id !== null) await markEntry(tx, row.entry_id, 'written off', at)
  }
  if (action === 'accept') {
    const transfers = [
      ...postings.breakPosted(merchantId, 'receivable', beyond),
      ...postings.writeOff(merchantId, beyond),
    ]
    await postTransfers(tx, transfers, { about, at })
    await acceptLine(tx, row.clearing_batch_id ?? '', row.about, at)
  }
  if (action === 'match') {
    const match: Match | undefined = await matchByHand(tx, row.about.split(' '), at)
    if (match === undefined) return 'the batches or their entries were matched meanwhile'
    const over = -match.chargesMinor
    if (over > 0n) await postTransfers(tx, postings.writeOff(operator, money(row.currency, over)), { about, at })
  }
  return undefined
}
