import {
  actionsOf,
  type BreakAction,
  matchedWith,
  money,
  movesMoney,
  operator,
  postings,
  type Said,
  type Transfer,
} from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import {
  acceptLine,
  matchByHand,
  type Weighed,
  wantReconciliation,
  weighLine,
  weighReceipts,
} from '../reconciliation/index.ts'
import { explainByHand } from '../remittance/index.ts'
import type { Proposal } from './break-list.store.ts'
import { addNote, changeBreak, type LockedBreak, lockBreak, markEntry } from './break-work.store.ts'

export type Asked = {
  readonly action: BreakAction
  readonly by: string
  readonly reason: string
  readonly at: Date
  readonly newId: () => string
  /** What the break was of when that person saw it; needed for what moves money. */
  readonly seenMinor?: bigint
  /** For a claim: under what it was asked. */
  readonly reference?: string
  /** For waiting: `2026-12-24`. */
  readonly until?: string
  /** What it is matched with, for a break that names nothing itself: ids of candidates. */
  readonly chosen?: readonly string[]
  /** How far what is chosen was from it when that person saw it. */
  readonly differenceMinor?: bigint
}

/** What came of it. */
export type Did = 'done' | 'proposed' | 'ended meanwhile' | 'changed meanwhile' | { readonly refused: Said }

const resolutions = { accept: 'accepted', write_off: 'written_off', match: 'matched', dismiss: 'dismissed' } as const

/** What cannot be done after all: everything that was written before goes with it. */
class Undone extends Error {
  readonly refused: Said
  constructor(refused: Said) {
    super(refused)
    this.refused = refused
  }
}

/**
 * Does something about an open break. Giving up or keeping more than `alone` is only proposed: a second person approves it by
 * asking for the same. What moves money posts it, in the same transaction in which the break ends. Nothing is done where the
 * break, or what is chosen to match it with, is of another amount than the person saw.
 */
export const resolveBreak = async (db: Db, breakId: string, asked: Asked, alone: bigint): Promise<Did> => {
  try {
    return await db.transaction('chore.resolve_break', (tx) => resolveIn(tx, breakId, asked, alone))
  } catch (error) {
    if (error instanceof Undone) return { refused: error.refused }
    throw error
  }
}

const resolveIn = async (tx: Tx, breakId: string, asked: Asked, alone: bigint): Promise<Did> => {
  const { action, by, reason, at } = asked
  const row = await lockBreak(tx, breakId)
  if (row === undefined) return 'ended meanwhile'
  if (!actionsOf[row.kind].includes(action)) {
    return { refused: `a break "${row.kind}" takes ${actionsOf[row.kind].join(', ')}; not ${action}` }
  }
  if (asked.until !== undefined && asked.until <= at.toISOString().slice(0, 10)) {
    return { refused: `${asked.until} is over: nobody would wait` }
  }
  if (asked.seenMinor !== row.minor && (asked.seenMinor !== undefined || movesMoney(action))) return 'changed meanwhile'
  const chosen = action === 'match' ? await weighChosen(tx, row, asked) : undefined
  if (chosen !== undefined && 'refused' in chosen) return chosen
  if (chosen && asked.differenceMinor !== undefined && asked.differenceMinor !== chosen.differenceMinor) {
    return 'changed meanwhile'
  }
  const wanted = proposalOf(row, asked, chosen)
  const isLarge = needsSecond(chosen?.differenceMinor ?? row.minor, action, alone)
  const { proposed } = row
  // What was proposed of another amount, or with others, is proposed anew.
  const isSame = proposed !== null && isAlike(proposed, wanted)
  if (isLarge && isSame && proposed.by === by) {
    return { refused: `${by} has proposed it already; somebody else must approve` }
  }
  const withWhat = wanted.chosen === undefined ? '' : ` (with ${wanted.chosen.join(', ')})`
  await addNote(tx, breakId, { noteId: asked.newId(), at, by, note: `${action}: ${reason}${withWhat}` })
  if (isLarge && !isSame) {
    await changeBreak(tx, breakId, { proposed: wanted })
    return 'proposed'
  }
  if (action === 'claim') {
    await changeBreak(tx, breakId, { claimed_at: at, claim_reference: asked.reference ?? reason })
    return 'done'
  }
  if (action === 'wait') {
    await changeBreak(tx, breakId, { waits_until: asked.until ?? null })
    return 'done'
  }
  const who = isLarge && isSame ? { resolved_by: proposed.by, approved_by: by } : { resolved_by: by }
  await changeBreak(tx, breakId, { ...who, reason, resolution: resolutions[action], resolved_at: at })
  if (chosen === undefined) await settleBreak(tx, row, action, at)
  else await settleChosen(tx, row, chosen, at)
  await tx.run(wantReconciliation(asked.newId(), at, `break ${breakId}`))
  return 'done'
}

const proposalOf = (row: LockedBreak, { action, by, at, reason, chosen }: Asked, weighed: Weighed | undefined) => ({
  ...{ action, by, at: at.toISOString(), reason, minor: row.minor.toString() },
  ...(weighed && { chosen: [...(chosen ?? [])].sort(), differenceMinor: weighed.differenceMinor.toString() }),
})

/** Whether two people want the same. */
const isAlike = (one: Proposal, other: Proposal): boolean =>
  one.action === other.action &&
  one.minor === other.minor &&
  one.differenceMinor === other.differenceMinor &&
  one.chosen?.join() === other.chosen?.join()

/** What was chosen for a break that names nothing itself; undefined for the others. */
const weighChosen = async (
  tx: Tx,
  row: LockedBreak,
  asked: Asked,
): Promise<Weighed | Extract<Did, object> | undefined> => {
  const { chosen = [], at } = asked
  const what = matchedWith[row.kind]
  if (what === undefined) return undefined
  const [first] = chosen
  if (first === undefined) return { refused: `choose the ${what} that it is matched with` }
  if (what === 'entries') return weighReceipts(tx, [row.settlement_batch_id ?? ''], chosen, at)
  if (what === 'batches') return weighReceipts(tx, chosen, [row.entry_id ?? ''], at)
  if (chosen.length > 1) return { refused: 'a report line is about one thing: choose one' }
  return weighLine(tx, { clearingBatchId: row.clearing_batch_id ?? '', about: row.about }, first, at)
}

/** Posts a match with what was chosen, and keeps what the bank paid beyond it. */
const settleChosen = async (
  tx: Tx,
  row: LockedBreak,
  { differenceMinor, settle }: Weighed,
  at: Date,
): Promise<void> => {
  const posted = await settle()
  if (typeof posted === 'object')
    throw new Undone('the lines of the batch come to more than it pays, which is a break of its own')
  if (posted === 'taken') throw new Error('The batches, their lines or their entries have changed.')
  if (matchedWith[row.kind] === 'transaction') return
  const beyond = { ...row, kind: 'bank_differs', minor: differenceMinor } as const
  await postTransfers(tx, transfersOf(beyond, 'match'), { about: `break ${row.break_id}`, at })
}

/** What an action posts by itself; a match posts beside it what the batches and their entries come to. */
export const transfersOf = (
  { kind, merchant_id, currency, minor }: Pick<LockedBreak, 'kind' | 'merchant_id' | 'currency' | 'minor'>,
  action: BreakAction,
): readonly Transfer[] => {
  const beyond = money(currency, minor)
  const merchantId = merchant_id.toString()
  if (action === 'write_off') return postings.writeOff(merchantId, beyond)
  if (action === 'accept') {
    return [...postings.breakPosted(merchantId, 'receivable', beyond), ...postings.writeOff(merchantId, beyond)]
  }
  if (matchedWith[kind] !== undefined) return []
  // What is short of a match are bank charges, which the match itself posts; of a sweep, what is over too.
  return action === 'match' && kind !== 'sweep_differs' && minor > 0n ? postings.writeOff(operator, beyond) : []
}

/** Whether a second person must ask for the same before it is done. */
export const needsSecond = (minor: bigint, action: BreakAction, alone: bigint): boolean =>
  movesMoney(action) && (minor < 0n ? -minor : minor) > alone

/** Posts what an action gives up or keeps. Throws where it cannot be done, and with it goes whatever was written before. */
const settleBreak = async (tx: Tx, row: LockedBreak, action: BreakAction, at: Date): Promise<void> => {
  const about = `break ${row.break_id}`
  if (action === 'write_off') {
    await postTransfers(tx, transfersOf(row, action), { about, at })
    if (row.entry_id !== null) await markEntry(tx, row.entry_id, 'written off', at)
  }
  if (action === 'accept') {
    await postTransfers(tx, transfersOf(row, action), { about, at })
    await acceptLine(tx, row.clearing_batch_id ?? '', row.about, at)
  }
  if (action === 'match') {
    const isSweep = row.kind === 'sweep_differs'
    const charges = isSweep
      ? await explainByHand(tx, row.entry_id ?? '', at)
      : (await matchByHand(tx, row.about.split(' '), at))?.chargesMinor
    if (charges !== -row.minor) {
      throw new Error(`The ${isSweep ? 'sweep or its entry' : 'batches, their lines or their entries'} have changed.`)
    }
    await postTransfers(tx, transfersOf(row, action), { about, at })
  }
}
