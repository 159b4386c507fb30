import { CircleCheck, Hourglass, type LucideIcon, Undo2, UserCheck } from 'lucide-react'
import { timeText } from '../ui/format.ts'
import { Fact, type Look, StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { PayoutAccount } from './api.ts'

const look = (icon: LucideIcon, role: Look['role']): Look => ({ icon, role })

const looks: Readonly<Record<PayoutAccount['stand'], Look>> = {
  in_use: look(CircleCheck, 'good'),
  cooling_off: look(Hourglass, 'waiting'),
  unapproved: look(UserCheck, 'waiting'),
  replaced: look(Undo2, 'neutral'),
}

const OneAccount = ({ one }: { one: PayoutAccount }) => {
  const words = texts.merchants
  return (
    <dl className="facts across" aria-label={words.version(one.currency, one.version)}>
      <Fact name={words.version(one.currency, one.version)}>
        <StateBadge look={looks[one.stand]} word={words.accountStands[one.stand]} />
        {one.stand === 'cooling_off' && one.usableFrom !== null && (
          <span className="muted"> {words.coolingOffUntil(timeText(one.usableFrom))}</span>
        )}
      </Fact>
      <Fact name={words.account}>
        {one.holder} <span className="mono">{[one.account, one.bic].filter(Boolean).join(' ')}</span>
      </Fact>
      <Fact name={words.proof}>{one.proof}</Fact>
      <Fact name={words.added}>{[timeText(one.addedAt), one.addedBy].filter(Boolean).join(', ')}</Fact>
      <Fact name={words.approved}>
        {one.approvedAt !== null && [timeText(one.approvedAt), one.approvedBy].filter(Boolean).join(', ')}
      </Fact>
    </dl>
  )
}

/** Where a merchant's money goes, every version, the latest of a currency first; no number is shown whole. */
export const PayoutAccounts = ({ accounts }: { accounts: readonly PayoutAccount[] }) => (
  <section aria-labelledby="accounts">
    <h2 id="accounts">{texts.merchants.payoutAccounts}</h2>
    {accounts.length === 0 ? (
      <p>{texts.merchants.noAccounts}</p>
    ) : (
      accounts.toReversed().map((one) => <OneAccount key={`${one.currency} ${one.version}`} one={one} />)
    )}
  </section>
)
