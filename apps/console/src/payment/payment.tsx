import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { CircleQuestionMark, ShieldAlert, Split } from 'lucide-react'
import { DisputeBadge } from '../dispute/dispute-badge.tsx'
import { Holds } from '../merchant/holds.tsx'
import { HoldBadge } from '../merchant/merchant-badge.tsx'
import { AskRefund } from '../refund/ask-refund.tsx'
import { RefundsOfPayment } from '../refund/refunds-of-payment.tsx'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { amountText } from '../ui/format.ts'
import { Badge, Fact, Figure, Heading, StateBadge, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { onePayment, type PaymentDetail } from './api.ts'
import { Messages } from './messages.tsx'
import { Notes } from './notes.tsx'
import { PersonalDataOf } from './personal-data.tsx'
import { TrailOf } from './trail.tsx'
import { Webhooks } from './webhooks.tsx'
import { Where } from './where.tsx'

const Facts = ({ payment }: { payment: PaymentDetail }) => (
  <dl className="facts" aria-label={texts.facts}>
    <Fact name={texts.paymentId}>
      <span className="mono">{payment.paymentId}</span>
    </Fact>
    <Fact name={texts.merchant}>{payment.merchant}</Fact>
    <Fact name={texts.reference}>{payment.merchantReference}</Fact>
    <Fact name={texts.orderNumber}>{payment.merchantOrderId}</Fact>
    <Fact name={texts.wallet}>{payment.wallet}</Fact>
    <Fact name={texts.settlesAs}>{payment.settlement && amountText(payment.settlement)}</Fact>
    <Fact name={texts.fee}>{payment.fee && amountText(payment.fee)}</Fact>
    <Fact name={texts.refunded}>{payment.refunded.minor !== '0' && amountText(payment.refunded)}</Fact>
    <Fact name={texts.refunding}>{payment.refunding.minor !== '0' && amountText(payment.refunding)}</Fact>
    <Fact name={texts.captured}>{payment.capturedAt && <Time at={payment.capturedAt} seconds />}</Fact>
    <Fact name={texts.expires}>{payment.capturedAt === undefined && <Time at={payment.expiresAt} seconds />}</Fact>
    <Fact name={texts.refusedBecause}>{payment.refusedBecause}</Fact>
    <Fact name={texts.nextStep}>
      {payment.waitsFor && (
        <>
          {payment.waitsFor.step}, <Time at={payment.waitsFor.until} seconds />
        </>
      )}
    </Fact>
    <Fact name={texts.alipayPlusId}>
      {payment.alipayPlusPaymentId && <span className="mono">{payment.alipayPlusPaymentId}</span>}
    </Fact>
    <Fact name={texts.statusCode}>
      {payment.status} {payment.statusCode}
    </Fact>
  </dl>
)

/** The state of a payment, and what else is true of it: that money went back, or that it is disputed. */
const Marks = ({ of: { where, status, refunded, disputing, holds = [] } }: { of: PaymentDetail }) => (
  <>
    {where.at === 'unknown' ? (
      <StateBadge look={{ icon: CircleQuestionMark, role: 'unknown' }} word={texts.refunds.states.UNKNOWN} />
    ) : (
      <Badge status={status} />
    )}
    {status !== 'REFUNDED' && refunded.minor !== '0' && (
      <StateBadge look={{ icon: Split, role: 'back' }} word={texts.onePayment.partRefunded} />
    )}
    {disputing.minor !== '0' && (
      <StateBadge look={{ icon: ShieldAlert, role: 'bad' }} word={texts.onePayment.disputed} />
    )}
    {holds.some(({ releasedAt }) => releasedAt === null) && <HoldBadge />}
  </>
)

const Disputes = ({ disputes }: Pick<PaymentDetail, 'disputes'>) =>
  disputes.length === 0 ? null : (
    <section aria-labelledby="disputes">
      <h2 id="disputes">{texts.disputes.name}</h2>
      <ul className="plain">
        {disputes.map((dispute) => (
          <li key={dispute.disputeId} className="row">
            <Link to="/disputes/$disputeId" params={{ disputeId: dispute.disputeId }}>
              {texts.disputes.kinds[dispute.kind]}
            </Link>
            <span>
              <Figure amount={dispute.amount} />
            </span>
            <DisputeBadge of={dispute} />
          </li>
        ))}
      </ul>
    </section>
  )

/** Where the money of one payment is, and every step of its way. */
export const Payment = () => {
  const { paymentId } = useParams({ from: '/in/payments/$paymentId' })
  const found = useQuery(onePayment(paymentId))
  const { data: who } = useQuery(me)
  return (
    <>
      <Heading title={texts.payment(paymentId)}>{found.data?.merchantReference ?? texts.payment(paymentId)}</Heading>
      <Answered of={found} absent="INVALID_PAYMENT_ID">
        {(payment) => (
          <div className="detail">
            <div>
              <p className="row">
                <span className="amount">
                  <Figure amount={payment.amount} />
                </span>
                <Marks of={payment} />
              </p>
              <Where payment={payment} />
              {who?.may.includes('payments.refund') && (
                <AskRefund {...payment} isDisputed={payment.disputing.minor !== '0'} />
              )}
              <TrailOf trail={payment.trail} />
              <Disputes disputes={payment.disputes} />
              <RefundsOfPayment refunds={payment.refunds} />
              {payment.holds !== undefined && (
                <Holds merchantId={payment.merchantId} about="payment" objectId={paymentId} holds={payment.holds} />
              )}
              <Notes paymentId={paymentId} mayWrite={who?.may.includes('payments.note') === true} />
              <Webhooks payment={payment} mayReplay={who?.may.includes('webhooks.replay') === true} />
              <Messages paymentId={paymentId} />
              <PersonalDataOf paymentId={paymentId} />
            </div>
            <Facts payment={payment} />
          </div>
        )}
      </Answered>
    </>
  )
}
