import type { RemittanceStatus } from '@silkgate/domain'
import { Ban, CheckCheck, CircleCheck, Landmark, OctagonX, Pause, RotateCcw, Send, UserCheck } from 'lucide-react'
import { type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'

const looks: Readonly<Record<RemittanceStatus, Look>> = {
  awaiting_approval: { icon: UserCheck, role: 'waiting' },
  approved: { icon: CheckCheck, role: 'secured' },
  sent: { icon: Send, role: 'secured' },
  accepted: { icon: Landmark, role: 'secured' },
  confirmed: { icon: CircleCheck, role: 'good' },
  rejected: { icon: OctagonX, role: 'bad' },
  returned: { icon: RotateCcw, role: 'back' },
  cancelled: { icon: Ban, role: 'neutral' },
}

/** How far a remittance has come; or that a hold keeps it from the bank. */
export const RemittanceBadge = ({ status, isHeld = false }: { status: RemittanceStatus; isHeld?: boolean }) =>
  isHeld ? (
    <StateBadge look={{ icon: Pause, role: 'waiting' }} word={texts.remittance.onHold} />
  ) : (
    <StateBadge look={looks[status]} word={texts.remittance.statusWords[status]} />
  )
