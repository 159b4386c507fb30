import assert from 'node:assert/strict'
import { merchantOf } from '@silkgate/domain'
import type { PaymentRow } from '../../apps/gateway/src/payment/payment.row.ts'
import type { TestSandbox } from './sandbox.ts'
import { orders, type Truth, truthOf } from './simulator.ts'

export type TransferRow = { payment_id: string; debit: string; credit: string; currency: string; minor: bigint }
export type ExceptionRow = {
  kind: string
  detail: string
  opened_at: Date
  deadline_at: Date
  resolved_at: Date | null
}
export type MessageRow = {
  at: Date
  api: string
  outcome: string
  request_body: string | null
  response_body: string | null
}

const rowsOf =
  <T extends Readonly<Record<string, unknown>>>(table: string, order: string) =>
  ({ db }: TestSandbox, paymentId: string): Promise<T[]> =>
    db.read<T>({ text: `select * from ${table} where payment_id = $1 order by ${order}`, values: [paymentId] })

export const transfersOf = rowsOf<TransferRow>('transfers', 'at, transfer_id')
export const exceptionsOf = rowsOf<ExceptionRow>('exceptions', 'opened_at, kind')
export const messagesOf = rowsOf<MessageRow>('messages', 'at, message_id')
export const webhookEventsOf = rowsOf<{ type: string; version: number }>('webhook_events', 'version')

/** What stands on each account for a payment, debits less credits; accounts that are level are left out. */
export const accountsOf = async (sandbox: TestSandbox, paymentId: string): Promise<Record<string, bigint>> => {
  const balances: Record<string, bigint> = {}
  for (const { debit, credit, minor } of await transfersOf(sandbox, paymentId)) {
    balances[debit] = (balances[debit] ?? 0n) + minor
    balances[credit] = (balances[credit] ?? 0n) - minor
  }
  return Object.fromEntries(Object.entries(balances).filter(([, balance]) => balance !== 0n))
}

/** The payment as its owner's database has it. */
export const storedPayment = async ({ db }: TestSandbox, paymentId: string): Promise<PaymentRow> => {
  const text = 'select * from payments where merchant_id = $1 and payment_id = $2'
  const [row] = await db.read<PaymentRow>({ text, values: [merchantOf(paymentId), paymentId] })
  assert.ok(row, `payment ${paymentId} is stored`)
  return row
}

/** Compares what we booked for a payment with what its consumer was charged. */
const compare = (payment: PaymentRow, transfers: readonly TransferRow[], truth: Truth | undefined): void => {
  const { payment_id: id, captured_minor, late_success_minor, settlement_minor, settlement_currency } = payment
  const charged = BigInt(truth?.charged.value ?? 0n)
  const { refunded_minor: refunded, refunding_minor: refunding, disputed_minor: disputed } = payment
  assert.equal(
    captured_minor + late_success_minor - refunded - disputed,
    charged,
    `what ${id} took is what its consumer was charged`,
  )
  if (refunding + disputed > 0n) return
  const owed = transfers.reduce(
    (sum, { debit, credit, minor }) =>
      sum + (debit === 'receivable' ? minor : 0n) - (credit === 'receivable' ? minor : 0n),
    0n,
  )
  if (refunded > 0n) {
    assert.equal(owed, BigInt(truth?.settles.value ?? 0), `what is booked for ${id} is what Alipay+ will settle`)
  } else if (charged === 0n) {
    assert.deepEqual(transfers, [], `nothing is booked for ${id}`)
  } else {
    assert.equal(owed, settlement_minor, `what is booked for ${id} is what Alipay+ will settle`)
    const isAside = ({ debit, credit }: TransferRow) => [debit, credit].includes('receivable_unpriced')
    const aside = transfers
      .filter(isAside)
      .reduce((sum, { debit, minor }) => sum + (debit === 'receivable_unpriced' ? minor : -minor), 0n)
    assert.equal(aside, 0n, `${id} has its price, so that nothing of it waits for one`)
    assert.ok(transfers.every((transfer) => isAside(transfer) || transfer.currency === settlement_currency))
    if (payment.currency === settlement_currency) assert.equal(owed, charged)
  }
}

/** The books of a payment equal the truth of the simulated world. */
export const assertBooksAreTrue = async (sandbox: TestSandbox, paymentId: string): Promise<void> =>
  compare(
    await storedPayment(sandbox, paymentId),
    await transfersOf(sandbox, paymentId),
    await truthOf(sandbox, paymentId),
  )

/** The books of every payment equal the truth, and Alipay+ has no order that is not ours. */
export const assertAllBooksAreTrue = async (sandbox: Pick<TestSandbox, 'db' | 'simulatorUrl'>): Promise<void> => {
  const { db } = sandbox
  const truths = new Map((await orders(sandbox)).map((truth) => [truth.paymentRequestId, truth]))
  const transfers = await db.read<TransferRow>({ text: 'select * from transfers', values: [] })
  const payments = await db.read<PaymentRow>({ text: 'select * from payments', values: [] })
  const ids = new Set(payments.map(({ payment_id }) => payment_id))
  assert.deepEqual(
    [...truths.keys()].filter((id) => !ids.has(id)),
    [],
  )
  for (const payment of payments) {
    const own = transfers.filter(({ payment_id }) => payment_id === payment.payment_id)
    compare(payment, own, truths.get(payment.payment_id))
  }
}
