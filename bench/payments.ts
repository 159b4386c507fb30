import { compareWithSdk } from './compare-with-sdk.ts'
import { type Counts, countsSince, type Measured, readCounts, sumOf } from './counts.ts'
import { createRequests, secondShop } from './create-request.ts'
import { perSecond, quantile, ratiosOf, tableOf, withSpread } from './figures.ts'
import { openTarget, type Target } from './load.ts'
import type { BenchOptions } from './options.ts'
import { type Programs, startPrograms } from './programs.ts'
import { receiveWebhooks } from './receive-webhooks.ts'

const goal = 'goal: 0.5 now, 0.7 when done'
const warmUpSeconds = 2
/** How long the last webhooks of a round are waited for. */
const patienceMs = 10_000

type Pair = { readonly floor: Measured[]; readonly gateway: Measured[] }
type Side = keyof Pair

const measure = async (programs: Programs, target: Target, clients: number, seconds: number): Promise<Measured> => {
  const before = await readCounts(programs)
  const round = await target.load({ clients, seconds })
  return { ...round, cost: countsSince(before, await readCounts(programs)) }
}

const row = (name: string, rounds: readonly Measured[], side: Side): string[] => {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs)
  const each = (of: (cost: Counts) => number) =>
    sumOf(rounds, ({ cost }) => of(cost)) / sumOf(rounds, ({ sent }) => sent)
  const cpu = (of: (cost: Counts) => number) => (Number.isNaN(each(of)) ? '' : each(of).toFixed(2))
  return [
    name,
    withSpread(rounds.map(perSecond), 0),
    quantile(latencies, 0.5).toFixed(1),
    quantile(latencies, 0.99).toFixed(1),
    each(({ writes }) => writes).toFixed(2),
    each(({ calls }) => calls).toFixed(2),
    each(({ walBytes }) => walBytes / 1024).toFixed(1),
    cpu(({ cpuMs }) => cpuMs[side]),
    cpu(({ cpuMs }) => cpuMs.postgres),
  ]
}

const head = ['clients', 'payments/s', 'p50 ms', 'p99 ms', 'commits', 'calls', 'WAL kB', 'CPU ms', 'PostgreSQL']

const legend = `payments/s: median of the rounds (lowest..highest); all else: mean over the rounds.
commits: transactions that wrote, in the whole database server; calls: signed calls that the simulator received.
CPU ms: of the server's process; PostgreSQL: of all its processes. All but payments/s, p50 and p99 is for each payment.`

/** The rounds of floor and gateway in turn: first the one, then the other, then the other way round. */
const compare = async (
  programs: Programs,
  targets: Readonly<Record<Side, Target>>,
  { rounds, seconds }: BenchOptions,
): Promise<Map<number, Pair>> => {
  const pairs = new Map<number, Pair>([1, 64].map((clients) => [clients, { floor: [], gateway: [] }]))
  for (const clients of pairs.keys()) {
    for (const target of Object.values(targets)) await target.load({ clients, seconds: warmUpSeconds })
  }
  for (let round = 0; round < rounds; round++) {
    for (const [clients, pair] of pairs) {
      const order: readonly Side[] = round % 2 === 0 ? ['floor', 'gateway'] : ['gateway', 'floor']
      for (const side of order) pair[side].push(await measure(programs, targets[side], clients, seconds))
    }
  }
  return pairs
}

/** The same with a webhook endpoint at the merchant: two webhooks for each payment, while others are created. */
const measureWithWebhooks = async (programs: Programs, target: Target, { rounds, seconds }: BenchOptions) => {
  const receiver = await receiveWebhooks()
  await programs.database.query(
    `insert into webhook_endpoints (merchant_id, endpoint_id, url, created_at) values ($1, gen_random_uuid(), $2, now())`,
    [secondShop.merchantId, receiver.url],
  )
  const measured: Measured[] = []
  const lateMs: number[] = []
  try {
    for (let round = 0; round < Math.min(rounds, 2); round++) {
      const expected = receiver.received()
      const one = await measure(programs, target, 64, seconds)
      lateMs.push(await receiver.until(expected + 2 * one.sent, patienceMs))
      measured.push(one)
    }
  } finally {
    await receiver.close()
  }
  return { measured, lateMs }
}

/** Creates payments over HTTP, against the gateway and against the floor in turn. */
export const benchPayments = async (options: BenchOptions): Promise<string> => {
  const programs = await startPrograms(options)
  const targets = {
    floor: openTarget(programs.floorUrl, createRequests(secondShop)),
    gateway: openTarget(programs.gatewayUrl, createRequests(secondShop)),
  }
  try {
    await compareWithSdk(programs.gatewayUrl)
    const pairs = await compare(programs, targets, options)
    const { measured, lateMs } = await measureWithWebhooks(programs, targets.gateway, options)
    const rows = [...pairs].flatMap(([clients, pair]) => [
      row(`${clients}  floor`, pair.floor, 'floor'),
      row(`${clients}  gateway`, pair.gateway, 'gateway'),
      [`${clients}  ratio`, withSpread(ratiosOf(pair.gateway, pair.floor), 2)],
    ])
    const webhooks = row('64  gateway, webhooks', measured, 'gateway')
    const late = lateMs.map((ms) => (ms >= patienceMs ? `more than ${patienceMs / 1000}` : (ms / 1000).toFixed(1)))
    return [
      `PostgreSQL ${programs.postgresVersion}, fsync and synchronous_commit on for every login`,
      `${options.rounds} rounds of ${options.seconds} s of each kind, floor and gateway in turn; ${goal}\n`,
      tableOf([head, ...rows, webhooks]),
      `\n${legend}`,
      `With webhooks, two for each payment; the last of a round came ${late.join(' and ')} s after its end.`,
    ].join('\n')
  } finally {
    await Promise.all(Object.values(targets).map((target) => target.close()))
    await programs.stop()
  }
}
