import { actionsOf, breakKinds } from '@silkgate/domain'
import type { BreakRow } from './break-list.store.ts'

const dayMs = 86_400_000

/** A break as the command line prints it and the console shows it. */
export const breakView = (row: BreakRow, now: Date) => {
  const { kind, merchant_id: merchantId, resolved_at: resolvedAt, proposed, notes } = row
  return {
    breakId: row.break_id,
    kind,
    says: breakKinds[kind],
    about: row.about,
    ...(merchantId === 0n ? {} : { merchantId }),
    ...(row.payment_id === null ? {} : { paymentId: row.payment_id }),
    currency: row.currency,
    minor: row.minor,
    field: row.field,
    ours: row.ours,
    theirs: row.theirs,
    openedAt: row.opened_at,
    ageDays: Math.floor(((resolvedAt ?? now).getTime() - row.opened_at.getTime()) / dayMs),
    owner: row.owner,
    ...(proposed === null || resolvedAt !== null ? {} : { proposed }),
    ...(row.claimed_at === null ? {} : { claimedAt: row.claimed_at, claimReference: row.claim_reference }),
    ...(row.waits_until === null ? {} : { waitsUntil: row.waits_until }),
    notes,
    ...(resolvedAt === null
      ? { canBe: actionsOf[kind] }
      : {
          resolvedAt,
          resolution: row.resolution,
          reason: row.reason,
          resolvedBy: row.resolved_by ?? 'silkgate',
          ...(row.approved_by === null ? {} : { approvedBy: row.approved_by }),
        }),
  }
}
