import type { Permission } from '@silkgate/domain'
import {
  ArrowLeftRight,
  Banknote,
  Code,
  FileText,
  Gauge,
  History,
  Landmark,
  type LucideIcon,
  Scale,
  Settings2,
  ShieldAlert,
  Store,
  TriangleAlert,
  Undo2,
  Wallet,
} from 'lucide-react'
import { texts } from './ui/texts.ts'

type View = {
  readonly to: string
  readonly icon: LucideIcon
  readonly name: () => string
  /** Undefined for what everybody has. */
  readonly needs: Permission | undefined
  /** Whose people it is for, where not everybody's. */
  readonly of?: 'operator' | 'merchant'
}

/** What the navigation leads to, in its order; whoever may not see a view is not shown it. */
export const views: readonly View[] = [
  { to: '/', icon: Gauge, name: () => texts.overview, needs: 'payments.read' },
  { to: '/payments', icon: ArrowLeftRight, name: () => texts.payments, needs: 'payments.read' },
  { to: '/refunds', icon: Undo2, name: () => texts.refunds.name, needs: 'payments.read' },
  { to: '/disputes', icon: ShieldAlert, name: () => texts.disputes.name, needs: 'payments.read' },
  { to: '/exceptions', icon: TriangleAlert, name: () => texts.exceptions.name, needs: 'exceptions.read' },
  { to: '/reconciliation', icon: Scale, name: () => texts.reconciliation, needs: 'breaks.read' },
  { to: '/settlement', icon: Landmark, name: () => texts.settlement.title, needs: 'settlement.read' },
  { to: '/remittance', icon: Banknote, name: () => texts.remittances, needs: 'remittance.read' },
  { to: '/merchants', icon: Store, name: () => texts.merchants.title, needs: 'merchants.read', of: 'operator' },
  { to: '/balance', icon: Wallet, name: () => texts.merchants.balance, needs: 'merchants.read', of: 'merchant' },
  { to: '/reports', icon: FileText, name: () => texts.reports.name, needs: 'reports.read' },
  { to: '/developers', icon: Code, name: () => texts.developers.name, needs: 'webhooks.replay' },
  { to: '/audit', icon: History, name: () => texts.audit.heading, needs: 'audit.read' },
  { to: '/settings', icon: Settings2, name: () => texts.settings.name, needs: undefined },
]
