import {
  endsOfSweep,
  figure,
  formatMoney,
  hearOfSweep,
  money,
  postings,
  type SweepEvent,
  type SweepFacts,
  type SweepId,
  sweepStatusOf,
} from '@silkgate/domain'
import { openBreaks } from '../break/index.ts'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { closeSweepBreaks, lockSweep, type SweepRow, stampSweep } from './sweep.store.ts'

export type HeardOfSweep = {
  readonly sweepId: SweepId
  readonly event: SweepEvent
  readonly at: Date
  readonly reason?: string | undefined
}

export const factsOf = (row: SweepRow): SweepFacts => ({
  withdrawn: row.withdrawn_at !== null,
  sent: row.sent_at !== null,
  accepted: row.accepted_at !== null,
  rejected: row.rejected_at !== null,
  left: row.left_at !== null,
  arrived: row.arrived_at !== null,
  returned: row.returned_at !== null,
})

const transfersOf = (event: SweepEvent, row: SweepRow) => {
  const amount = money(row.currency, row.minor < 0n ? -row.minor : row.minor)
  const { from, to } = endsOfSweep(row)
  switch (event) {
    case 'left':
      return postings.sweepLeft(`bank_${from}`, amount)
    case 'arrived':
      return postings.sweepArrived(`bank_${to}`, amount)
    case 'returned':
      return postings.sweepArrived(`bank_${from}`, amount)
    default:
      return []
  }
}

/**
 * The one door for what happens to a sweep: holds it, decides, and writes down what is new, with what is posted for it and what a
 * person must look at, in the caller's transaction. Answers what it was; undefined where there is no such sweep.
 */
export const hearSweep = async (
  tx: Tx,
  { sweepId, event, at, reason }: HeardOfSweep,
): Promise<ReturnType<typeof hearOfSweep> | undefined> => {
  const before = await lockSweep(tx, sweepId)
  if (before === undefined) return undefined
  const [facts, ours] = [factsOf(before), formatMoney(money(before.currency, before.minor))]
  const heard = hearOfSweep(facts, event)
  const isRefused = event === 'rejected' || event === 'returned'
  const tell = (kind: 'sweep_rejected' | 'sweep_contradicted', says: string) => {
    const theirs = figure([event, reason].filter(Boolean).join(' '))
    const found = {
      kind,
      about: sweepId,
      currency: before.currency,
      minor: 0n,
      field: 'status',
      ours: figure(says),
      theirs,
    }
    return openBreaks(tx, [found], at)
  }
  if (heard === 'contradiction') await tell('sweep_contradicted', sweepStatusOf(facts))
  if (heard !== 'new') return heard
  await stampSweep(tx, sweepId, event, at, reason)
  await postTransfers(tx, transfersOf(event, before), { about: sweepId, part: event, at })
  if (isRefused) await tell('sweep_rejected', ours)
  if (sweepStatusOf({ ...facts, [event]: true }) === 'confirmed') await closeSweepBreaks(tx, before, at)
  return heard
}
