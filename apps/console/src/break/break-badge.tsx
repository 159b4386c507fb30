import { Check, Flag, Hourglass, TriangleAlert, UserCheck, UserRound } from 'lucide-react'
import { type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Break, type Stand, standOf } from './api.ts'

const looks: Readonly<Record<Stand, Look>> = {
  open: { icon: TriangleAlert, role: 'bad' },
  assigned: { icon: UserRound, role: 'waiting' },
  waiting: { icon: Hourglass, role: 'waiting' },
  claimed: { icon: Flag, role: 'waiting' },
  proposed: { icon: UserCheck, role: 'waiting' },
  ended: { icon: Check, role: 'good' },
}

export const BreakBadge = ({ found }: { found: Break }) => {
  const stand = standOf(found)
  return <StateBadge look={looks[stand]} word={texts.breakStands[stand](found.owner ?? found.waitsUntil ?? '')} />
}
