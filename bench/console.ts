import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Pool } from 'undici'
import { writeCursor } from '../apps/gateway/src/http/place.ts'
import { stampOf } from '../apps/gateway/src/postgres/by-place.ts'
import { quantile, tableOf } from './figures.ts'
import type { BenchOptions } from './options.ts'
import { keepChecksOff, startSandboxAlone } from './programs.ts'

const goalMs = 150
const warmUps = 20

type Asked = { readonly name: string; readonly path: (n: number) => string }

/** Signs in as an operator of the sandbox; answers what every request carries. */
const signIn = async (gatewayUrl: string): Promise<Record<string, string>> => {
  const own = { 'x-silkgate': 'console', 'content-type': 'application/json' }
  const credentials = { email: 'operator@sandbox.example', password: 'sandbox' }
  const answer = await fetch(`${gatewayUrl}/operator/v1/session`, {
    method: 'POST',
    headers: own,
    body: JSON.stringify(credentials),
  })
  if (answer.status !== 201) throw new Error(`Nobody could sign in: ${answer.status} ${await answer.text()}`)
  return { ...own, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

type Known = {
  readonly payment_id: string
  readonly n: number
  readonly minor: string
  readonly currency: string
  readonly at: Date
}

/** What is asked for, spread over all payments; `before` is a cursor deep in the list. */
const questions = (known: readonly Known[], deep: string): readonly Asked[] => {
  const one = (n: number): Known => known[n % known.length] as Known
  return [
    { name: 'floor: one row by its key', path: () => '/session' },
    { name: 'list, newest', path: () => '/payments?limit=100' },
    { name: 'list, after a tenth of them', path: () => `/payments?limit=100&after=${deep}` },
    { name: 'list, a state', path: (n) => `/payments?limit=100&status=${['PAID', 'CAPTURED', 'REFUNDED'][n % 3]}` },
    { name: 'list, a rare state and currency', path: () => '/payments?limit=100&status=REJECTED&currency=CHF' },
    { name: 'list, one merchant', path: (n) => `/payments?limit=100&merchant=${7_000_001 + (n % 40)}` },
    {
      name: 'list, a day and a wallet',
      path: (n) => `/payments?limit=100&wallet=GCash&until=${one(n).at.toISOString()}`,
    },
    { name: 'list, a wallet that nobody uses', path: () => '/payments?limit=100&wallet=Nobody' },
    { name: 'list, an amount', path: (n) => `/payments?limit=100&currency=EUR&least=${n + 10}.00&most=${n + 10}.50` },
    { name: 'list, unknown outcomes', path: () => '/payments?limit=100&unknown=true' },
    { name: 'totals of the newest', path: () => '/payments/totals' },
    { name: 'totals of a state', path: (n) => `/payments/totals?status=${['PAID', 'CAPTURED', 'REFUNDED'][n % 3]}` },
    { name: 'overview, 7 days', path: () => '/overview' },
    { name: 'overview, 90 days, a currency', path: () => '/overview?days=90&currency=EUR' },
    { name: 'bell', path: () => '/attention' },
    { name: 'search, an id', path: (n) => `/payments?q=${one(n).payment_id}` },
    { name: 'search, a reference', path: (n) => `/payments?q=order-${one(n).n}` },
    { name: 'search, an order number', path: (n) => `/payments?q=${100_000 + one(n).n}` },
    { name: 'search, nothing', path: (n) => `/payments?q=nothing-${n}` },
    { name: 'detail', path: (n) => `/payments/${one(n).payment_id}` },
  ]
}

/** One request after the other, as one person asks; the time until the whole answer is here. */
const measure = async (
  pool: Pool,
  headers: Record<string, string>,
  { path, name }: Asked,
  rounds: number,
): Promise<number[]> => {
  const times: number[] = []
  for (let n = -warmUps; n < rounds; n++) {
    const began = performance.now()
    const answer = await pool.request({ path: `/operator/v1${path(n + warmUps)}`, method: 'GET', headers })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.statusCode} ${text}`)
    if (n >= 0) times.push(performance.now() - began)
  }
  return times
}

/** Waits until the seeded payments are counted, once. */
const untilCounted = async (gatewayUrl: string, headers: Record<string, string>): Promise<void> => {
  for (;;) {
    const answer = await fetch(`${gatewayUrl}/operator/v1/overview`, { headers })
    const { at, countedAt } = (await answer.json()) as { at: string; countedAt: string }
    if (at === countedAt) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** A sandbox that was filled with so many payments, asked as the console asks. */
const measureWith = async (count: number, rounds: number): Promise<ReadonlyMap<string, readonly number[]>> => {
  const { sandbox, database, dataDir, databaseUrl, stop } = await startSandboxAlone({ LOG_LEVEL: 'error' })
  try {
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl }
    await keepChecksOff(database)
    const main = new URL('../apps/gateway/src/main.ts', import.meta.url).pathname
    await promisify(execFile)(process.execPath, [main, 'sandbox', 'seed', '--payments', String(count)], { env })
    await database.query('vacuum analyze')
    const { rows: known } = await database.query<Known>(
      `select payment_id, substr(merchant_reference, 7)::int as n, amount_minor as minor, currency, created_at as at
         from payments where hashtext(payment_id) % greatest(1, $1::int / 200) = 0 and merchant_id >= 7000000 limit 500`,
      [count],
    )
    const { rows: deep } = await database.query<{ at: string; payment_id: string }>(
      `select ${stampOf('created_at')} as at, payment_id from payments
        order by created_at desc offset $1 limit 1`,
      [Math.floor(count / 10)],
    )
    const headers = await signIn(sandbox.gatewayUrl)
    await untilCounted(sandbox.gatewayUrl, headers)
    await database.query('vacuum analyze payment_days, payment_hours, capture_times')
    const pool = new Pool(sandbox.gatewayUrl, { connections: 1, pipelining: 1 })
    const found = new Map<string, number[]>()
    for (const asked of questions(known, writeCursor({ at: deep[0]?.at ?? '', id: deep[0]?.payment_id })))
      found.set(asked.name, await measure(pool, headers, asked, rounds))
    await pool.close()
    return found
  } finally {
    await stop()
  }
}

const cell = (times: readonly number[] | undefined, share: number) => quantile([...(times ?? [])], share).toFixed(1)

/** List, search and detail of the console, with a tenth of so many payments and with all of them. */
export const benchConsole = async ({ payments, rounds }: BenchOptions): Promise<string> => {
  const sizes = [Math.ceil(payments / 10), payments]
  const measured: ReadonlyMap<string, readonly number[]>[] = []
  for (const size of sizes) measured.push(await measureWith(size, rounds * 20))
  const head = ['ms', ...sizes.flatMap((size) => [`${size.toLocaleString('en')} p50`, 'p95'])]
  const names = [...(measured[0]?.keys() ?? [])]
  const rows = names.map((name) => [
    name,
    ...measured.flatMap((one) => [cell(one.get(name), 0.5), cell(one.get(name), 0.95)]),
  ])
  return [
    `one person over HTTP, ${rounds * 20} requests of each kind; goal: p95 of ${goalMs} ms, however many there are\n`,
    tableOf([head, ...rows]),
  ].join('\n')
}
