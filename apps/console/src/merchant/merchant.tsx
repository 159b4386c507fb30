import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { timeText } from '../ui/format.ts'
import { Fact, Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type MerchantDetail, oneMerchant } from './api.ts'
import { BalancesOf } from './balances.tsx'
import { Boarding } from './boarding.tsx'
import { amountsText, Contracts } from './contracts.tsx'
import { History } from './history.tsx'
import { Holds } from './holds.tsx'
import { HoldBadge, Kyb, MerchantBadge } from './merchant-badge.tsx'
import { PayoutAccounts } from './payout-accounts.tsx'
import { ProposedContract } from './proposal.tsx'

const Profile = ({ found }: { found: MerchantDetail }) => {
  const words = texts.merchants
  const { address1, address2, zipCode, city, state, region } = found.address
  const kyb = found.kyb
  return (
    <dl className="facts" aria-label={texts.facts}>
      <Fact name={words.id}>{found.merchantId}</Fact>
      <Fact name={words.displayName}>{found.displayName}</Fact>
      <Fact name={words.address}>
        {[address1, address2, [zipCode, city].filter(Boolean).join(' '), state, region].filter(Boolean).join(', ')}
      </Fact>
      <Fact name={words.mcc}>{found.mcc}</Fact>
      <Fact name={words.settlesIn}>{[found.settlementCurrency, ...found.furtherCurrencies].join(', ')}</Fact>
      <Fact name={words.kyb}>
        <Kyb status={kyb?.status} reviewOn={kyb?.reviewOn} />
      </Fact>
      <Fact name={words.evidence}>{kyb?.evidence}</Fact>
      <Fact name={words.submitted}>
        {kyb?.submittedAt !== undefined && `${timeText(kyb.submittedAt)}, ${kyb.submittedBy}`}
      </Fact>
      <Fact name={words.decided}>
        {kyb?.decidedAt && [timeText(kyb.decidedAt), kyb.decidedBy, kyb.reason].filter(Boolean).join(', ')}
      </Fact>
      <Fact name={words.limit}>{amountsText(found.limits) ?? words.noLimit}</Fact>
      <Fact name={words.dayLimit}>{amountsText(found.dayLimits) ?? words.noLimit}</Fact>
      <Fact name={words.monthLimit}>{amountsText(found.monthLimits) ?? words.noLimit}</Fact>
      <Fact name={words.refunds}>
        {[
          found.refundsNeedApproval ? words.refundsNeedApproval : words.refundsAlone,
          found.refundsAfterPaid ? words.refundsAfterPaid : words.refundsAfterCaptured,
        ].join('; ')}
      </Fact>
      <Fact name={words.expiresAfter}>{words.seconds(found.expiresAfterSeconds)}</Fact>
    </dl>
  )
}

/** A merchant: what it is owed, what is agreed, where its money goes, and what leads on from it. */
const MerchantPage = ({ merchantId }: { merchantId: string }) => {
  const asked = useQuery(oneMerchant(merchantId))
  const { data: who } = useQuery(me)
  const words = texts.merchants
  const title = asked.data?.name ?? words.called(merchantId)
  const search = who?.merchantId === undefined ? { merchant: merchantId } : {}
  const latest = asked.data?.contracts.at(-1)
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_MERCHANT_ID">
        {(found) => (
          <>
            <p className="row">
              <MerchantBadge status={found.status} />
              {found.holds?.some(({ about, releasedAt }) => about === 'merchant' && releasedAt === null) && (
                <HoldBadge />
              )}
              {who?.may.includes('payments.read') && (
                <Link to="/payments" search={search}>
                  {texts.payments}
                </Link>
              )}
              {who?.may.includes('remittance.read') && (
                <Link to="/remittance/all" search={search}>
                  {texts.remittances}
                </Link>
              )}
              {who?.may.includes('reports.read') && (
                <Link to="/reports" search={search}>
                  {texts.reports.name}
                </Link>
              )}
            </p>
            <BalancesOf merchantId={merchantId} currencies={[found.settlementCurrency, ...found.furtherCurrencies]} />
            <div className="detail">
              <div>
                <Boarding found={found} />
                <PayoutAccounts merchantId={merchantId} accounts={found.payoutAccounts} />
                <Contracts contracts={found.contracts} currency={found.settlementCurrency}>
                  {found.proposal !== undefined && latest !== undefined && (
                    <ProposedContract
                      merchantId={merchantId}
                      proposal={found.proposal}
                      latest={latest}
                      currency={found.settlementCurrency}
                    />
                  )}
                  {found.proposal === undefined && who?.may.includes('merchants.change') && (
                    <p>
                      <Link to="/merchants/$merchantId/contract" params={{ merchantId }}>
                        {words.newVersion}
                      </Link>
                    </p>
                  )}
                </Contracts>
                {found.holds !== undefined && (
                  <Holds merchantId={merchantId} about="merchant" objectId={merchantId} holds={found.holds} />
                )}
                {found.changes !== undefined && <History changes={found.changes} />}
              </div>
              <Profile found={found} />
            </div>
          </>
        )}
      </Answered>
    </>
  )
}

/** A merchant by its id. */
export const Merchant = () => {
  const { merchantId } = useParams({ from: '/in/merchants/$merchantId' })
  return <MerchantPage merchantId={merchantId} />
}

/** What the caller's own merchant is owed, and how it stands. */
export const OwnMerchant = () => {
  const { data: who } = useQuery(me)
  if (!who) return null
  return who.merchantId === undefined ? (
    <Navigate to="/merchants" replace />
  ) : (
    <MerchantPage merchantId={who.merchantId} />
  )
}
