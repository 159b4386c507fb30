import type { KybStatus, MerchantStatus } from '@silkgate/domain'
import { Ban, CircleCheck, CircleDashed, CircleX, FileSearch, Pause, PlugZap } from 'lucide-react'
import { dayText } from '../ui/format.ts'
import { type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'

const looks: Readonly<Record<MerchantStatus, Look>> = {
  boarding: { icon: PlugZap, role: 'waiting' },
  live: { icon: CircleCheck, role: 'good' },
  suspended: { icon: Pause, role: 'bad' },
  closed: { icon: Ban, role: 'neutral' },
}

/** Whether a merchant takes payments. */
export const MerchantBadge = ({ status }: { status: MerchantStatus }) => (
  <StateBadge look={looks[status]} word={texts.merchants.statusWords[status]} />
)

const kybLooks: Readonly<Record<KybStatus | 'missing', Look>> = {
  missing: { icon: CircleDashed, role: 'neutral' },
  submitted: { icon: FileSearch, role: 'waiting' },
  approved: { icon: CircleCheck, role: 'good' },
  rejected: { icon: CircleX, role: 'bad' },
}

/** How a merchant's KYB stands, and when it is looked into again. */
export const Kyb = ({ status, reviewOn }: { status: KybStatus | undefined; reviewOn: string | null | undefined }) => (
  <>
    <StateBadge look={kybLooks[status ?? 'missing']} word={texts.merchants.kybWords[status ?? 'missing']} />
    {reviewOn && <span className="muted"> {texts.merchants.reviewOn(dayText(reviewOn))}</span>}
  </>
)

/** Whether nothing is paid to a merchant since somebody holds it. */
export const HoldBadge = () => <StateBadge look={{ icon: Pause, role: 'waiting' }} word={texts.remittance.onHold} />
