import type { Permission } from '@silkgate/domain'
import { ArrowLeftRight, Gauge, type LucideIcon, Scale } from 'lucide-react'
import { texts } from './ui/texts.ts'

type View = {
  readonly to: string
  readonly icon: LucideIcon
  readonly name: () => string
  readonly needs: Permission
}

/** What the navigation leads to, in its order; whoever may not see a view is not shown it. */
export const views: readonly View[] = [
  { to: '/', icon: Gauge, name: () => texts.overview, needs: 'payments.read' },
  { to: '/payments', icon: ArrowLeftRight, name: () => texts.payments, needs: 'payments.read' },
  { to: '/reconciliation', icon: Scale, name: () => texts.reconciliation, needs: 'breaks.read' },
]
