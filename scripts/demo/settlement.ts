import { type Currency, formatMoney, money } from '@silkgate/domain'
import { askUntil, type Stage } from './stage.ts'

type Amount = { readonly currency: string; readonly minor: string }
type Row = Readonly<Record<string, unknown>>
type Trail = { readonly status: string; readonly money: string } & Readonly<
  Record<'reportLines' | 'clearing' | 'settlement' | 'bank' | 'transfers', readonly Row[]>
>

const said = (amount: unknown): string => {
  const { currency, minor } = amount as Amount
  return formatMoney(money(currency as Currency, BigInt(minor)))
}

/**
 * Steps 5 and 6: Alipay+ says what it pays, the bank says what came, and the payment is PAID. Throws with the breaks by name
 * where it is not.
 */
export const tellSettlement = async (
  { sandbox, tell, ask, webhooks, silkgate }: Stage,
  paymentId: string,
): Promise<void> => {
  const { now } = await ask(`${sandbox.gatewayUrl}/sandbox/clock`, 'POST', { advance: 'P10D' })
  tell('ten days pass', `it is ${now}`)
  const trail = (await silkgate('trail', paymentId))[0] as Trail
  for (const { type, settlement, interchangeFee, serviceFee, outcome } of trail.reportLines) {
    const fees = [interchangeFee, serviceFee].map(said).join(' and ')
    tell('5 report line of Alipay+', `${type} ${said(settlement)}, fees ${fees}: ${outcome}`)
  }
  for (const { clearingBatchId, clearingDay, lines, net } of trail.clearing) {
    tell('  clearing batch', `${clearingBatchId} of ${clearingDay}, ${lines} lines, net ${said(net)}`)
  }
  for (const { settlementBatchId, valueDate, amount } of trail.settlement) {
    tell('  settlement batch', `${settlementBatchId}, ${said(amount)}, due on ${valueDate}`)
  }
  for (const { account, statement, bookingDay, entry, how } of trail.bank) {
    tell('6 bank statement', `${account} no. ${statement}, ${bookingDay}: ${said(entry)}, matched by ${how}`)
  }
  if (trail.status !== 'PAID') {
    const breaks = await silkgate('break', 'list')
    const named = breaks.map(
      ({ kind, about, ours, theirs }) => `${kind} about ${about}: ${ours} expected, ${theirs} came`,
    )
    throw new Error(`the payment is ${trail.status} (${trail.money}); ${named.join('; ')}`)
  }
  tell('  the payment is', `${trail.status}: the money is ${trail.money}`)
  const isPaid = ({ body }: (typeof webhooks.received)[number]) =>
    body.type === 'payment.paid' && body.payment.id === paymentId
  await askUntil(
    async () => webhooks.received,
    (received) => received.some(isPaid),
  )
  tell('  webhook, verified by the SDK', 'payment.paid')
  for (const { debit, credit, amount, reason } of trail.transfers)
    tell('  posted', `${debit} / ${credit} ${said(amount)}: ${reason}`)
}

/** What must hold of everything stored; throws where it does not. */
export const tellInvariants = async ({ tell, silkgate }: Stage): Promise<void> => {
  for (const { invariant, says, holds } of await silkgate('verify')) {
    if (!holds) throw new Error(`invariant ${invariant} is broken: ${says}`)
    tell(`  silkgate verify: ${invariant}`, String(says))
  }
}
