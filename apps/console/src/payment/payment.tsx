import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { amountText } from '../ui/format.ts'
import { Badge, Fact, Figure, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { entriesOf, onePayment, type PaymentDetail, type TrailEntry } from './api.ts'

/** What a row of a trail says beside its time: its parts by name, amounts as amounts. */
const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  if ('minor' in value && 'currency' in value) {
    const { currency, minor } = value as { currency: string; minor: string }
    return minor === null ? '–' : amountText({ currency, minor: String(minor) })
  }
  return Object.entries(value)
    .map(([name, part]) => `${name} ${wordsOf(part)}`)
    .join(', ')
}

/** What is said of each stage at a glance; everything else is folded. */
const atAGlance: Readonly<Record<string, readonly string[]>> = {
  calls: ['api', 'outcome'],
  events: ['name'],
  webhooks: ['type', 'state'],
  reportLines: ['type', 'outcome', 'settlement'],
  clearing: ['clearingBatchId', 'net'],
  settlement: ['settlementBatchId', 'amount'],
  bank: ['account', 'entry'],
  transfers: ['booking', 'amount', 'reason'],
  breaks: ['kind', 'amount'],
  exceptions: ['kind'],
  remittances: ['remittanceId', 'status', 'amount'],
  remittanceBank: ['account', 'entry'],
}

const Step = ({ entry: { stage, row } }: { entry: TrailEntry }) => {
  const { at, debit, credit, ...facts } = row
  // As accountants write it.
  const rest: TrailEntry['row'] = debit === undefined ? facts : { booking: `${debit} / ${credit}`, ...facts }
  const glance = atAGlance[stage] ?? []
  const told = glance.map((name) => wordsOf(rest[name])).filter((words) => words !== '')
  const more = Object.entries(rest).filter(([name]) => !glance.includes(name))
  return (
    <li>
      {at === undefined ? <span /> : <Time at={at} seconds />}
      <span>
        <strong>{texts.stages[stage] ?? stage}</strong> {told.join(' · ')}
      </span>
      {more.length > 0 && (
        <details className="what">
          <summary>{texts.more}</summary>
          <dl>
            {more.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{wordsOf(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

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

/** Where the money of one payment is, and every step of its way. */
export const Payment = () => {
  const { paymentId } = useParams({ from: '/in/payments/$paymentId' })
  const found = useQuery(onePayment(paymentId))
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
                <Badge status={payment.status} />
              </p>
              <p className="lead">{texts.money(payment.trail.money)}</p>
              <h2 id="way">{texts.theWay}</h2>
              <ol className="trail" aria-labelledby="way">
                {entriesOf(payment.trail).map((entry) => (
                  <Step key={JSON.stringify(entry)} entry={entry} />
                ))}
              </ol>
            </div>
            <Facts payment={payment} />
          </div>
        )}
      </Answered>
    </>
  )
}
