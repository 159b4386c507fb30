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
import type { Me } from './session/me.ts'
import { texts } from './ui/texts.ts'

export type View = {
  readonly to: string
  readonly icon: LucideIcon
  readonly name: () => string
  /** What leads here after a g. */
  readonly key: string
  /** Undefined for what everybody has. */
  readonly needs: Permission | undefined
  /** Whose people it is for, where not everybody's. */
  readonly of?: 'operator' | 'merchant'
}

/** What the navigation leads to, in its order; whoever may not see a view is not shown it. */
export const views: readonly View[] = [
  { to: '/', key: 'o', icon: Gauge, name: () => texts.overview, needs: 'payments.read' },
  { to: '/payments', key: 'p', icon: ArrowLeftRight, name: () => texts.payments, needs: 'payments.read' },
  { to: '/refunds', key: 'f', icon: Undo2, name: () => texts.refunds.name, needs: 'payments.read' },
  { to: '/disputes', key: 'd', icon: ShieldAlert, name: () => texts.disputes.name, needs: 'payments.read' },
  { to: '/exceptions', key: 'x', icon: TriangleAlert, name: () => texts.exceptions.name, needs: 'exceptions.read' },
  { to: '/reconciliation', key: 'r', icon: Scale, name: () => texts.reconciliation, needs: 'breaks.read' },
  { to: '/settlement', key: 's', icon: Landmark, name: () => texts.settlement.title, needs: 'settlement.read' },
  { to: '/remittance', key: 'm', icon: Banknote, name: () => texts.remittances, needs: 'remittance.read' },
  {
    to: '/merchants',
    key: 'c',
    icon: Store,
    name: () => texts.merchants.title,
    needs: 'merchants.read',
    of: 'operator',
  },
  {
    to: '/balance',
    key: 'b',
    icon: Wallet,
    name: () => texts.merchants.balance,
    needs: 'merchants.read',
    of: 'merchant',
  },
  { to: '/reports', key: 't', icon: FileText, name: () => texts.reports.name, needs: 'reports.read' },
  { to: '/developers', key: 'v', icon: Code, name: () => texts.developers.name, needs: 'webhooks.replay' },
  { to: '/audit', key: 'a', icon: History, name: () => texts.audit.heading, needs: 'audit.read' },
  { to: '/settings', key: 'e', icon: Settings2, name: () => texts.settings.name, needs: undefined },
]

/** The views of whoever may do this, at the operator or at a merchant. */
export const viewsOf = ({ may, merchantId }: Pick<Me, 'may' | 'merchantId'>): readonly View[] =>
  views
    .filter(({ needs }) => needs === undefined || may.includes(needs))
    .filter(({ of }) => of === undefined || of === (merchantId === undefined ? 'operator' : 'merchant'))
