import { CheckCheck, ClockAlert, TriangleAlert, UserRound } from 'lucide-react'
import { StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { Exception } from './api.ts'

export const ExceptionBadge = ({ of: { resolvedAt, isOverdue, owner } }: { of: Exception }) => {
  if (resolvedAt !== undefined) {
    return <StateBadge look={{ icon: CheckCheck, role: 'good' }} word={texts.exceptions.ended} />
  }
  if (isOverdue) return <StateBadge look={{ icon: ClockAlert, role: 'bad' }} word={texts.exceptions.overdue} />
  return owner === undefined ? (
    <StateBadge look={{ icon: TriangleAlert, role: 'bad' }} word={texts.exceptions.open} />
  ) : (
    <StateBadge look={{ icon: UserRound, role: 'waiting' }} word={texts.exceptions.inWork(owner)} />
  )
}
