import { Check, Flag, Hourglass, type LucideIcon, TriangleAlert, UserCheck, UserRound } from 'lucide-react'
import { texts } from '../ui/texts.ts'
import { type Break, standOf, stands } from './api.ts'

const icons: Readonly<Record<keyof typeof stands, LucideIcon>> = {
  open: TriangleAlert,
  assigned: UserRound,
  waiting: Hourglass,
  claimed: Flag,
  proposed: UserCheck,
  ended: Check,
}

export const BreakBadge = ({ found }: { found: Break }) => {
  const stand = standOf(found)
  const Icon = icons[stand]
  return (
    <span className="badge" style={{ color: `var(--${stands[stand]})`, background: `var(--${stands[stand]}-tint)` }}>
      <Icon size={16} aria-hidden />
      {texts.breakStands[stand](found.owner ?? found.waitsUntil ?? '')}
    </span>
  )
}
