import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleSlash, Hourglass, type LucideIcon, Undo2, UserCheck } from 'lucide-react'
import { me } from '../session/me.ts'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
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
  closed: look(CircleSlash, 'neutral'),
}

/** Whoever approves an account types its number, as its proof has it. */
const Approve = ({
  merchantId,
  one: { currency, version, holder, proof, addedBy },
}: {
  merchantId: string
  one: PayoutAccount
}) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  if (!who?.may.includes('merchants.change')) return null
  return (
    <Deed
      name={`${words.approveAccount}…`}
      confirm={words.approveAccount}
      refusedBecause={addedBy === who.email ? words.youAdded : undefined}
      run={(fields) =>
        ask(`/merchants/${merchantId}/payout-accounts/${currency}/approval`, 'POST', { version, ...fields })
      }
    >
      <p>{words.approveAccountSays(currency, holder, proof ?? '')}</p>
      <Field name="account" label={words.typeAccount} hint={words.typeAccountHint} required autoComplete="off" />
    </Deed>
  )
}

/** Closing an account: one person asks for it, another agrees; whoever has asked can take it back. */
const Closing = ({ merchantId, one }: { merchantId: string; one: PayoutAccount }) => {
  const { data: who } = useQuery(me)
  const [words, { currency, version, closingAskedBy, closingReason }] = [texts.merchants, one]
  if (!who?.may.includes('merchants.change')) return closingReason
  const path = `/merchants/${merchantId}/payout-accounts/${currency}/closing`
  const decide = (decision: string) => () => ask(`${path}/decision`, 'POST', { version, decision })
  if (!closingAskedBy) {
    return (
      <Deed
        name={`${words.closeAccount}…`}
        confirm={words.closeAccount}
        isDanger
        run={(fields) => ask(path, 'POST', { version, ...fields })}
      >
        <p>{words.closeAccountSays(currency)}</p>
        <Field name="reason" label={texts.why} required maxLength={2000} />
      </Deed>
    )
  }
  return (
    <>
      {words.toBeClosed(closingAskedBy, closingReason ?? '')}{' '}
      <Deed
        name={`${words.approveClosing}…`}
        confirm={words.approveClosing}
        isDanger
        refusedBecause={closingAskedBy === who.email ? words.youAskedToClose : undefined}
        run={decide('approved')}
      >
        <p>{words.approveClosingSays(currency)}</p>
      </Deed>{' '}
      <Deed name={`${words.declineClosing}…`} confirm={words.declineClosing} run={decide('refused')}>
        <p>{words.declineClosingSays}</p>
      </Deed>
    </>
  )
}

const OneAccount = ({ merchantId, one }: { merchantId: string; one: PayoutAccount }) => {
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
        {one.stand === 'unapproved' && one.addedBy !== undefined && <Approve merchantId={merchantId} one={one} />}
      </Fact>
      {one.closedAt !== null && (
        <Fact name={words.accountStands.closed}>
          {[timeText(one.closedAt), one.closedBy].filter(Boolean).join(', ')}
        </Fact>
      )}
      {one.closedAt === null && one.isYoungest && one.closingAskedBy !== undefined && (
        <Fact name={words.closing}>
          <Closing merchantId={merchantId} one={one} />
        </Fact>
      )}
    </dl>
  )
}

/** Where a merchant's money goes, every version, the latest of a currency first; no number is shown whole. */
export const PayoutAccounts = ({
  merchantId,
  accounts,
}: {
  merchantId: string
  accounts: readonly PayoutAccount[]
}) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{words.payoutAccounts}</h2>
      {accounts.length === 0 ? (
        <p>{words.noAccounts}</p>
      ) : (
        accounts
          .toReversed()
          .map((one) => <OneAccount key={`${one.currency} ${one.version}`} merchantId={merchantId} one={one} />)
      )}
      {who?.may.includes('merchants.change') && (
        <p>
          <Link to="/merchants/$merchantId/payout-account" params={{ merchantId }}>
            {words.addAccount}
          </Link>
        </p>
      )}
    </section>
  )
}
