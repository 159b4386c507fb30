import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Agent, request } from 'undici'
import { type Counts, countsSince, readCounts } from './counts.ts'
import { createRequests, secondShop } from './create-request.ts'
import { median, tableOf, withSpread } from './figures.ts'
import { openTarget } from './load.ts'
import type { BenchOptions } from './options.ts'
import { type Programs, startPrograms } from './programs.ts'
import type { ReceiversMessage } from './webhook-receivers.ts'

const events = 500
const healthyCount = 18
const perEndpoint = 8
const webhooksKey = { keyId: 'sandbox-webhooks-key-2', secret: 'sandbox-webhooks-secret-2' }

type Ready = Extract<ReceiversMessage, { ready: unknown }>['ready']
type Receivers = Ready & {
  /** Counts from now on; `last` is the body of the last of so many. */
  readonly expect: (count: number) => Promise<{ readonly last: Promise<string> }>
  readonly stop: () => void
}

const startReceivers = async (): Promise<Receivers> => {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('webhook-receivers.ts', import.meta.url))],
    {
      env: { ...process.env, HEALTHY: String(healthyCount) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const next = () => new Promise<ReceiversMessage>((resolve) => child.once('message', resolve as (m: unknown) => void))
  const first = await next()
  if (!('ready' in first)) throw new Error('The receivers did not begin by saying where they are.')
  const expect = async (count: number) => {
    const counting = next()
    child.send({ expect: count })
    await counting
    return { last: next().then((message) => ('body' in message ? message.body : '')) }
  }
  return { ...first.ready, expect, stop: () => child.disconnect() }
}

/** Sells until there are enough events of one merchant, none of which is sent anywhere. */
const makeEvents = async ({ gatewayUrl, database }: Programs): Promise<void> => {
  const target = openTarget(gatewayUrl, createRequests(secondShop))
  const text = 'select count(*)::integer as count from webhook_events where merchant_id = $1'
  for (let count = 0; count < events; ) {
    await target.load({ clients: 16, seconds: 1 })
    const { rows } = await database.query<{ count: number }>(text, [secondShop.merchantId])
    count = rows[0]?.count ?? 0
  }
  await target.close()
}

/** Puts the same events before some endpoints, as if nothing had been sent yet; answers how to begin. */
const putBefore = async ({ database }: Programs, urls: readonly string[]): Promise<() => Promise<unknown>> => {
  const { merchantId } = secondShop
  for (const table of ['webhook_endpoints', 'webhook_deliveries', 'webhook_attempts']) {
    await database.query(`delete from ${table} where merchant_id = $1`, [merchantId])
  }
  const ids = urls.map(() => randomUUID())
  await database.query(
    `insert into webhook_endpoints (merchant_id, endpoint_id, url, created_at, paused_at)
     select $1, id, url, now(), now() from unnest($2::uuid[], $3::text[]) as r (id, url)`,
    [merchantId, ids, urls],
  )
  await database.query(
    `insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
     select $1, id, event_id, created_at from unnest($2::uuid[]) as id,
            (select event_id, created_at from webhook_events where merchant_id = $1 order by event_id limit ${events}) e`,
    [merchantId, ids],
  )
  await database.query('vacuum analyze webhook_endpoints, webhook_deliveries, webhook_attempts')
  return () => database.query('update webhook_endpoints set paused_at = null where merchant_id = $1', [merchantId])
}

/** How long it took, what was sent, and what it cost each webhook. */
type Delivered = { readonly seconds: number; readonly body: string; readonly cost: Counts | undefined }

/** From the moment at which endpoints may be called until the last healthy one has heard everything. */
const deliver = async (
  programs: Programs,
  { healthy, expect }: Receivers,
  dead: readonly string[],
): Promise<Delivered> => {
  const begin = await putBefore(programs, [...dead, ...healthy])
  const { last } = await expect(healthy.length * events)
  const before = await readCounts(programs)
  const beganMs = performance.now()
  await begin()
  const body = await last
  const seconds = (performance.now() - beganMs) / 1000
  return { seconds, body, cost: countsSince(before, await readCounts(programs)) }
}

/** The floor: signs and posts the same number of bodies to the same endpoints, as many at once, and keeps nothing. */
const postAll = async ({ healthy, expect }: Receivers, body: string): Promise<Delivered> => {
  const agent = new Agent({ connections: perEndpoint, keepAliveTimeout: 10_000 })
  const { last } = await expect(healthy.length * events)
  const beganMs = performance.now()
  const client = async (url: string, left: { count: number }) => {
    while (left.count-- > 0) {
      const signature = createHmac('sha256', webhooksKey.secret).update(body, 'utf8').digest('base64')
      const headers = {
        'Content-Type': 'application/json',
        'X-GCS-KeyId': webhooksKey.keyId,
        'X-GCS-Signature': signature,
      }
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent })
      await answer.body.dump()
    }
  }
  const clients = healthy.flatMap((url) => {
    const left = { count: events }
    return Array.from({ length: perEndpoint }, () => client(url, left))
  })
  await last
  const seconds = (performance.now() - beganMs) / 1000
  await Promise.all(clients)
  await agent.destroy()
  return { seconds, body, cost: undefined }
}

const kinds = ['floor', 'gateway', 'gateway, two dead'] as const
type Kind = (typeof kinds)[number]

const head = ['', 'webhooks/s', 's to the last', 'ratio', 'commits', 'WAL kB', 'CPU ms', 'PostgreSQL']

const row = (kind: Kind, rounds: readonly Delivered[], floors: readonly Delivered[]): string[] => {
  const count = healthyCount * events
  const each = (of: (cost: Counts) => number, digits: number) => {
    const values = rounds.flatMap(({ cost }) => (cost === undefined ? [] : [of(cost) / count]))
    return values.length === 0 || values.some(Number.isNaN) ? '' : median(values).toFixed(digits)
  }
  return [
    kind,
    withSpread(
      rounds.map(({ seconds }) => count / seconds),
      0,
    ),
    withSpread(
      rounds.map(({ seconds }) => seconds),
      1,
    ),
    kind === 'floor'
      ? ''
      : withSpread(
          rounds.map(({ seconds }, round) => (floors[round]?.seconds ?? 0) / seconds),
          2,
        ),
    each(({ writes }) => writes, 2),
    each(({ walBytes }) => walBytes / 1024, 1),
    each(({ cpuMs }) => cpuMs.gateway, 2),
    each(({ cpuMs }) => cpuMs.postgres, 2),
  ]
}

/** Delivers a backlog to many endpoints, all well or two of them dead, beside a loop that does nothing but sign and post. */
export const benchWebhooks = async (options: BenchOptions): Promise<string> => {
  const programs = await startPrograms(options)
  const receivers = await startReceivers()
  try {
    await makeEvents(programs)
    const { body } = await deliver(programs, receivers, [])
    const run: Readonly<Record<Kind, () => Promise<Delivered>>> = {
      floor: () => postAll(receivers, body),
      gateway: () => deliver(programs, receivers, []),
      'gateway, two dead': () => deliver(programs, receivers, [receivers.silent, receivers.refusing]),
    }
    const rounds: Record<Kind, Delivered[]> = { floor: [], gateway: [], 'gateway, two dead': [] }
    for (let round = 0; round < options.rounds; round++) {
      for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) rounds[kind].push(await run[kind]())
    }
    const rows = kinds.map((kind) => row(kind, rounds[kind], rounds.floor))
    return [
      `PostgreSQL ${programs.postgresVersion}, fsync and synchronous_commit on for every login`,
      `${events} events to each of ${healthyCount} endpoints that are well; ${options.rounds} rounds of each kind in turn\n`,
      tableOf([head, ...rows]),
    ].join('\n')
  } finally {
    receivers.stop()
    await programs.stop()
  }
}
