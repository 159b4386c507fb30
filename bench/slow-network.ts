import assert from 'node:assert/strict'
import type pg from 'pg'
import type { Sandbox } from '../scripts/sandbox.ts'
import { createRequests, demoShop, type Identity, secondShop, signGet } from './create-request.ts'
import { quantile, tableOf } from './figures.ts'
import { type Footprint, metricsOf, watch } from './footprint.ts'
import { type Offered, offer } from './offer.ts'
import type { BenchOptions } from './options.ts'
import { leapInTime, startSandboxAlone } from './programs.ts'

/** The one that floods, and the one that wants its share. */
const offeredPerSecond = { flooding: 490, small: 10 }
const getsPerSecond = 50
const connections = 400
/** Longer than the 20 s that a create is worked on, so that places are given back and taken again. */
const leastSlowSeconds = 30
const patienceMs = 300_000

type Fault = { readonly name: string; readonly share?: number }

/** Half of the payments are answered 25 s later, after every patience of ours; of the others nothing comes back at all. */
const slowNetwork: readonly Fault[] = [{ name: 'answer_slow', share: 0.5 }, { name: 'request_lost' }]

const setFaults = async ({ simulatorUrl }: Sandbox, faults: readonly Fault[]): Promise<void> => {
  const answer = await fetch(`${simulatorUrl}/control/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ faults }),
  })
  assert.equal(answer.status, 200)
}

/** A payment to look at while others are created. */
const aPayment = async ({ gatewayUrl }: Sandbox, identity: Identity): Promise<string> => {
  const { path, headers, body } = createRequests(identity)()
  const answer = await fetch(`${gatewayUrl}${path}`, { method: 'POST', headers: { ...headers }, body })
  const { payment } = (await answer.json()) as { payment?: { id: string } }
  assert.ok(payment, `a create was answered ${answer.status}`)
  return `${path}/${payment.id}`
}

type Phase = {
  readonly name: string
  readonly gets: Offered
  readonly flooding: Offered | undefined
  readonly small: Offered | undefined
  readonly most: Footprint & { readonly databaseConnections: number }
}

const countConnections = async (database: pg.Client): Promise<number> => {
  const text = `select count(*)::integer as count from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()`
  const { rows } = await database.query<{ count: number }>(text)
  return rows[0]?.count ?? Number.NaN
}

/** Offers reads, and creates where they are wanted, for so many seconds. */
const play = async (
  name: string,
  { sandbox, database, looked }: { sandbox: Sandbox; database: pg.Client; looked: string },
  { seconds, creates }: { seconds: number; creates: boolean },
): Promise<Phase> => {
  const { gatewayUrl: url } = sandbox
  const watched = watch({ pid: sandbox.gateway().process.pid ?? 0, url })
  const get = () => ({ path: looked, headers: signGet(demoShop, looked) })
  const gets = offer(url, get, { perSecond: getsPerSecond, connections })
  const of = (identity: Identity, perSecond: number) =>
    creates ? offer(url, createRequests(identity), { perSecond, connections }) : undefined
  const flooding = of(secondShop, offeredPerSecond.flooding)
  const small = of(demoShop, offeredPerSecond.small)
  let databaseConnections = 0
  for (const endMs = performance.now() + seconds * 1000; performance.now() < endMs; ) {
    databaseConnections = Math.max(databaseConnections, await countConnections(database))
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const [seen, flooded, had] = await Promise.all([gets(), flooding?.(), small?.()])
  return { name, gets: seen, flooding: flooded, small: had, most: { ...(await watched()), databaseConnections } }
}

/**
 * Ends the trouble, lets the time of every order run out, and waits until no payment waits for anything; what was in doubt for
 * long is asked about less often, so the clock leaps on when nothing is due. Answers the seconds it took.
 */
const recover = async ({ sandbox, database }: { sandbox: Sandbox; database: pg.Client }): Promise<number> => {
  await setFaults(sandbox, [])
  const beganMs = performance.now()
  await leapInTime(sandbox.databaseUrl, 15)
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { rows } = await database.query<{ left: number; next: Date | null }>(
      'select count(*)::integer as left, min(due_at) as next from payments where step is not null',
    )
    const [{ left, next } = { left: 0, next: null }] = rows
    if (left === 0) return (performance.now() - beganMs) / 1000
    if (performance.now() - beganMs > patienceMs) throw new Error(`${left} payments are still unresolved.`)
    const clock = await fetch(`${sandbox.gatewayUrl}/sandbox/clock`)
    const { now } = (await clock.json()) as { now: string }
    if (next !== null && next > new Date(now)) await leapInTime(sandbox.databaseUrl, 5)
  }
}

type Order = { readonly phase: string; readonly charged: { readonly value: string } }

/** Nobody paid, so nobody is charged, no order is open, and every payment that somebody was told of is there. */
const checkEnds = async ({ sandbox, database }: { sandbox: Sandbox; database: pg.Client }, told: number) => {
  const answer = await fetch(`${sandbox.simulatorUrl}/control/orders`)
  const { orders } = (await answer.json()) as { orders: readonly Order[] }
  assert.deepEqual(
    orders.filter(({ phase, charged }) => phase === 'open' || charged.value !== '0'),
    [],
  )
  const { rows } = await database.query<{ count: number }>(
    'select count(*)::integer as count from payments where closed or refused is not null',
  )
  const ended = rows[0]?.count ?? 0
  assert.ok(ended >= told, `merchants were told of ${told} payments, and ${ended} have ended`)
  return ended
}

const statusOf = (status: number, ...offered: readonly (Offered | undefined)[]): number =>
  offered.reduce((sum, one) => sum + (one?.statuses.get(status) ?? 0), 0)

const others =
  (...expected: readonly number[]) =>
  (offered: Offered | undefined): number =>
    [...(offered?.statuses ?? [])].reduce((sum, [status, count]) => sum + (expected.includes(status) ? 0 : count), 0)

const head = [
  '',
  'offered',
  '201',
  '503',
  '201 of the small',
  'others',
  'GET p50 ms',
  'p99 ms',
  'not 200',
  'RSS MB',
  'sockets',
  'Alipay+',
  'PostgreSQL',
]

const row = ({ name, gets, flooding, small, most }: Phase): string[] => [
  name,
  String((flooding?.offered ?? 0) + (small?.offered ?? 0)),
  String(statusOf(201, flooding, small)),
  String(statusOf(503, flooding, small)),
  small === undefined ? '' : `${statusOf(201, small)} of ${small.offered}`,
  String(others(201, 503)(flooding) + others(201, 503)(small)),
  quantile(gets.latenciesMs, 0.5).toFixed(1),
  quantile(gets.latenciesMs, 0.99).toFixed(1),
  String(others(200)(gets)),
  most.rssMb.toFixed(0),
  String(most.sockets),
  String(most.alipayplusCalls),
  String(most.databaseConnections),
]

const legend = `offered: creates sent, 490 a second by one merchant and 10 by a small one, whether earlier ones were answered
or not; others: answered neither 201 nor 503, or not at all. GET: 50 a second of one payment. RSS, sockets (those of the bench's
clients too), calls to Alipay+ under way and connections to PostgreSQL: the most that was seen at once.`

/** Floods a gateway with payments, first with a network that works and then with one that does not, and lets it recover. */
export const benchSlowNetwork = async ({ seconds }: BenchOptions): Promise<string> => {
  const { sandbox, database, stop } = await startSandboxAlone()
  try {
    const looked = await aPayment(sandbox, demoShop)
    const stage = { sandbox, database, looked }
    await play('warm-up', stage, { seconds: 2, creates: false })
    const alone = await play('reads alone', stage, { seconds: 2 * seconds, creates: false })
    const well = await play('network well', stage, { seconds: 2 * seconds, creates: true })
    await setFaults(sandbox, slowNetwork)
    const slow = await play('network slow', stage, { seconds: Math.max(leastSlowSeconds, seconds), creates: true })
    const recoveredSeconds = await recover(stage)
    const phases = [alone, well, slow]
    const payments = await checkEnds(
      stage,
      1 + phases.reduce((sum, one) => sum + statusOf(201, one.flooding, one.small), 0),
    )
    const taken = (await metricsOf(sandbox.gatewayUrl)).get('silkgate_payments_under_way')
    assert.equal(taken, 0, 'no place is taken')
    const p99 = (phase: Phase) => quantile(phase.gets.latenciesMs, 0.99)
    return [
      tableOf([head, ...phases.map(row)]),
      `\n${legend}`,
      `GET p99, slow network to one that is well, under the same load: ${(p99(slow) / p99(well)).toFixed(2)}`,
      `All ${payments} payments were at rest ${recoveredSeconds.toFixed(0)} s after the network was back and their time over;`,
      'nobody had paid, nobody is charged, no order is open.',
    ].join('\n')
  } finally {
    await stop()
  }
}
