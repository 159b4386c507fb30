import type { RefundStatus } from '@silkgate/domain'
import { Ban, CircleQuestionMark, CircleX, Hourglass, Undo2, UserCheck } from 'lucide-react'
import { type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { Refund } from './api.ts'

const looks: Readonly<Record<RefundStatus | 'UNKNOWN', Look>> = {
  PENDING_APPROVAL: { icon: UserCheck, role: 'waiting' },
  REFUND_REQUESTED: { icon: Hourglass, role: 'waiting' },
  REFUNDED: { icon: Undo2, role: 'back' },
  REJECTED: { icon: CircleX, role: 'bad' },
  CANCELLED: { icon: Ban, role: 'neutral' },
  UNKNOWN: { icon: CircleQuestionMark, role: 'unknown' },
}

/** The state of a refund; that its outcome is unknown stands in the place of its state. */
export const RefundBadge = ({ of: { status, unknownUntil } }: { of: Pick<Refund, 'status' | 'unknownUntil'> }) => {
  const state = unknownUntil === undefined ? status : 'UNKNOWN'
  return <StateBadge look={looks[state]} word={texts.refunds.states[state]} />
}
