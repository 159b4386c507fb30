import { useQuery } from '@tanstack/react-query'
import { Ban, CircleCheck, Reply, ShieldAlert, TimerOff, Undo2 } from 'lucide-react'
import { sandboxState } from '../sandbox/api.ts'
import { type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Dispute, type Stand, standOf } from './api.ts'

const looks: Readonly<Record<Stand, Look>> = {
  due: { icon: ShieldAlert, role: 'bad' },
  overdue: { icon: ShieldAlert, role: 'bad' },
  answered: { icon: Reply, role: 'waiting' },
  won: { icon: CircleCheck, role: 'good' },
  lost: { icon: Undo2, role: 'back' },
  expired: { icon: TimerOff, role: 'bad' },
  withdrawn: { icon: Ban, role: 'neutral' },
}

const dayMs = 24 * 3_600_000

export const DisputeBadge = ({ of: dispute }: { of: Dispute }) => {
  const { data: sandbox } = useQuery(sandboxState)
  const now = sandbox === undefined || sandbox === null ? Date.now() : Date.parse(sandbox.now)
  const stand = standOf(dispute, now)
  const days = Math.max(0, Math.floor((Date.parse(dispute.answerBy) - now) / dayMs))
  return <StateBadge look={looks[stand]} word={texts.disputes.stands[stand](days)} />
}
