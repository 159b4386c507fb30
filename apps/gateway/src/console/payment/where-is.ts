import { addDays, clearingDayOf, clearingFilesDueAt, type Day, settlementDayOf, statusOf } from '@silkgate/domain'
import type { StoredPayment } from '../../payment/index.ts'
import type { Row } from '../../postgres/db.ts'
import type { Trail } from '../../trail/index.ts'

/** Where a payment's money is, one name for each sentence that the console says about it. */
export type Position =
  | 'created'
  | 'waiting_for_shopper'
  | 'unknown'
  | 'rejected'
  | 'cancelled'
  | 'late'
  | 'refunded'
  | 'expected_in_file'
  | 'in_doubt'
  | 'cleared'
  | 'announced'
  | 'available'
  | 'remittance_waits'
  | 'remittance_next'
  | 'remittance_sent'
  | 'remitted'

export type Whereabouts = {
  readonly at: Position
  /** The day it is expected on, or was paid on. */
  readonly day?: Day
  /** The instant of the next step, where one is known. */
  readonly until?: Date
  readonly isOverdue?: boolean
  readonly remittanceId?: string
  /** The open break that stands in its way; not for merchants. */
  readonly breakId?: string
  readonly owner?: string
  readonly since?: Date
}

const positionOfRemittance: Readonly<Record<string, Position>> = {
  awaiting_approval: 'remittance_waits',
  approved: 'remittance_next',
  sent: 'remittance_sent',
  accepted: 'remittance_sent',
  confirmed: 'remitted',
}

const isoDay = (at: unknown): Day => new Date(String(at)).toISOString().slice(0, 10)

const ofRemittance = (remittance: Row | undefined): Whereabouts => {
  const at = positionOfRemittance[String(remittance?.status)]
  if (remittance === undefined || at === undefined || remittance.isKeptBack) return { at: 'available' }
  const { remittanceId, confirmedAt } = remittance
  return { at, remittanceId: String(remittanceId), ...(confirmedAt ? { day: isoDay(confirmedAt) } : {}) }
}

/** What stands in the way: the oldest break that is open. */
const breakOf = (trail: Trail): Pick<Whereabouts, 'breakId' | 'owner' | 'since'> => {
  const open = trail.breaks?.find(({ resolvedAt }) => resolvedAt === undefined)
  if (open === undefined) return {}
  return { breakId: String(open.breakId), since: open.at as Date, ...(open.owner ? { owner: String(open.owner) } : {}) }
}

/** Under way between Alipay+ and our bank. Sources: due times of reports; T+2, and T+1 for ALIPAY_CN. */
const underWay = ({ payment }: StoredPayment, trail: Trail, now: Date): Whereabouts => {
  const [line] = trail.reportLines?.filter(({ type }) => type === 'PAYMENT') ?? []
  const taken = clearingDayOf(payment.capturedAt ?? payment.createdAt)
  if (line === undefined) {
    const until = clearingFilesDueAt(taken)
    return { at: 'expected_in_file', day: addDays(taken, 1), until, isOverdue: until < now, ...breakOf(trail) }
  }
  if (line.outcome !== 'agreed') return { at: 'in_doubt', ...breakOf(trail) }
  const announced = trail.settlement?.at(-1)
  const terms = payment.network.walletBrandName === 'ALIPAY_CN' ? 1 : 2
  const day = announced === undefined ? settlementDayOf(taken, terms) : String(announced.valueDate)
  const at = announced === undefined ? 'cleared' : 'announced'
  return { at, day, isOverdue: addDays(day, 1) < isoDay(now.toISOString()), ...breakOf(trail) }
}

/** Where the money of a payment is now. */
export const whereIs = (stored: StoredPayment, trail: Trail, now: Date): Whereabouts => {
  const { payment } = stored
  const status = statusOf(payment)
  if (payment.lateSuccess) return { at: 'late' }
  if (status === 'REFUNDED') return { at: 'refunded' }
  if (payment.captured) return payment.settled ? ofRemittance(trail.remittances?.at(-1)) : underWay(stored, trail, now)
  if (payment.waiting !== undefined && (payment.closing || payment.successHeard)) {
    return { at: 'unknown', until: payment.waiting.dueAt }
  }
  if (status === 'REJECTED') return { at: 'rejected' }
  if (status === 'CANCELLED') return { at: 'cancelled' }
  return { at: status === 'CREATED' ? 'created' : 'waiting_for_shopper', until: payment.expiresAt }
}

/** The same for its merchant's people: what does not agree between us and others is not theirs to see. */
export const withoutBreaks = ({ breakId: _breakId, owner: _owner, since: _since, ...seen }: Whereabouts): Whereabouts =>
  seen
