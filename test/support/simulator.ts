import assert from 'node:assert/strict'
import type { Fault } from '../../apps/simulator/src/fault/faults.ts'
import type { TestSandbox } from './sandbox.ts'

type Charge = { readonly currency: string; readonly value: string }

/** An order as the simulated world knows it. */
export type Truth = {
  readonly paymentRequestId: string
  readonly paymentId: string
  readonly phase: 'open' | 'paid' | 'declined' | 'no_balance' | 'expired' | 'cancelled'
  /** Where Alipay+ sends the consumer back to. */
  readonly redirectUrl: string
  readonly amount: Charge
  readonly charged: Charge
  /** What Alipay+ pays for it, less what it takes for its refunds. */
  readonly settles: Charge
  readonly refunds: readonly { readonly refundRequestId: string; readonly minor: string }[]
}

/** A notification as the simulator sent it, with the answer that the gateway gave. */
export type SentNotification = {
  readonly body: string
  readonly attempts: number
  readonly nextAt?: string
  readonly lastAnswer?: string
}

type Outcome = 'success' | 'decline' | 'insufficient_balance' | 'close'

const call = async <T>(url: string, method: string, body?: unknown): Promise<{ status: number; body: T }> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as T }
}

/** Does what a consumer does in the wallet. */
export const payInWallet = async (
  { simulatorUrl }: TestSandbox,
  redirectUrl: string,
  outcome: Outcome = 'success',
  wallet?: string,
): Promise<void> => {
  const answer = await call(`${simulatorUrl}/control/pay`, 'POST', { redirectUrl, outcome, wallet })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** Sets the faults of the simulated world, in place of those that were in force. */
export const setFaults = async ({ simulatorUrl }: TestSandbox, ...faults: readonly Fault[]): Promise<void> => {
  const answer = await call(`${simulatorUrl}/control/faults`, 'PUT', { faults })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

type Verdict = { outcome: 'accept' | 'refuse'; afterSeconds?: number; reason?: string; required?: boolean }

/** Decides what Alipay+ will say of the registrations that come next, and whether merchants must be registered to be paid. */
export const decideRegistrations = async ({ simulatorUrl }: TestSandbox, verdict: Verdict): Promise<void> => {
  const answer = await call(`${simulatorUrl}/control/registrations`, 'PUT', verdict)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** Puts these wallets out of order, and all the others back. */
export const switchOff = async ({ simulatorUrl }: TestSandbox, ...off: readonly string[]): Promise<void> => {
  const answer = await call(`${simulatorUrl}/control/wallets`, 'PUT', { off })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** The faults in force, with how often each has struck. */
export const strikesOfAll = async ({ simulatorUrl }: TestSandbox) =>
  (await call<{ strikes: (Fault & { strikes: number })[] }>(`${simulatorUrl}/control/strikes`, 'GET')).body.strikes

/** The faults in force for one payment alone, with how often each has struck. */
export const strikesOn = async (sandbox: TestSandbox, paymentId: string) =>
  (await strikesOfAll(sandbox)).filter(({ paymentRequestId }) => paymentRequestId === paymentId)

/** Every order that was placed at the simulated Alipay+. */
export const orders = async ({ simulatorUrl }: Pick<TestSandbox, 'simulatorUrl'>): Promise<Truth[]> =>
  (await call<{ orders: Truth[] }>(`${simulatorUrl}/control/orders`, 'GET')).body.orders

/** What is true of an order, with what was announced about it; undefined when it was never placed. */
export const truthOf = async (
  { simulatorUrl }: TestSandbox,
  paymentId: string,
): Promise<(Truth & { notifications: SentNotification[] }) | undefined> => {
  const url = `${simulatorUrl}/control/orders/${paymentId}`
  const { status, body } = await call<Truth & { notifications: SentNotification[] }>(url, 'GET')
  return status === 404 ? undefined : body
}

/** Where the consumer of an order could pay, though nobody was told; undefined when the order was never placed. */
export const cashierOf = async (
  { simulatorDb, simulatorUrl }: TestSandbox,
  paymentId: string,
): Promise<string | undefined> => {
  const text = 'select code from orders where payment_request_id = $1'
  const [row] = await simulatorDb.read<{ code: string }>({ text, values: [paymentId] })
  return row && `${simulatorUrl}/cashier/${row.code}`
}

/** Moves the sandbox clock; answers once all that came due on the way is done. */
export const advance = async ({ gatewayUrl }: TestSandbox, duration: string): Promise<void> => {
  const answer = await call(`${gatewayUrl}/sandbox/clock`, 'POST', { advance: duration })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** The time on the sandbox clock. */
export const clockOf = async ({ gatewayUrl }: TestSandbox): Promise<Date> =>
  new Date((await call<{ now: string }>(`${gatewayUrl}/sandbox/clock`, 'GET')).body.now)
