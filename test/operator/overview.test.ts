import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { usualOf } from '@silkgate/domain'
import { askConsole, signIn } from '../support/console.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance } from '../support/simulator.ts'
import { until } from '../support/until.ts'

type Sum = { captured: number; minor?: string }
type Usual = ReturnType<typeof usualOf>
type Answer = {
  at: string
  countedAt: string
  begin: string
  end: string
  currencies: string[]
  hours: {
    now: number
    weeks: number
    over: { captured: number; usual?: Usual }
    rows: { hour: number; created: number; captured: number; usual?: Usual }[]
  }
  volume: (Sum & { day: string; begin: string; created: number })[]
  statuses: Record<string, number>
  wallets: (Sum & { wallet: string })[]
  captureTimes: { bins: { under: number; payments: number }[]; medianS?: number }
  attention: Record<string, number>
  underWay: ({ currency: string } & Record<string, string>)[]
  checks?: { invariants?: number; broken?: unknown[]; secondsAgo?: number }
}
type Listed = { status: string; wallet?: string; amount: { currency: string; minor: string }; createdAt: string }

const people = ['operator@sandbox.example', 'merchant@sandbox.example']
const wentThrough = ['CAPTURED', 'PAID', 'REFUNDED']

describe('the overview', () => {
  let sandbox: TestSandbox
  const cookies = new Map<string, string>()
  before(async () => {
    sandbox = await aSandbox('error', noon)
    for (const person of people) cookies.set(person, (await signIn(sandbox, person)).cookie)
  })
  after(() => sandbox?.close())

  const ask = async <T>(person: string, path: string) =>
    (await askConsole(sandbox, cookies.get(person) ?? '', path)).body as T

  /** What the overview says once everything that has happened is counted. */
  const counted = (person: string, query = '') =>
    until(
      'everything is counted',
      async () => {
        const seen = await ask<Answer>(person, `/overview?${query}`)
        return seen.countedAt === seen.at && seen
      },
      60_000,
    )

  /** All that the list of payments shows. */
  const listed = async (person: string, { begin, end }: Pick<Answer, 'begin' | 'end'>, more = ''): Promise<Listed[]> =>
    (await ask<{ rows: Listed[] }>(person, `/payments?limit=100&from=${begin}&until=${end}${more}`)).rows

  const assertSums = async (person: string, query: string, more: string) => {
    const seen = await counted(person, query)
    const rows = await listed(person, seen, more)
    for (const [status, count] of Object.entries(seen.statuses)) {
      if (status === 'sent') continue
      assert.equal(count, rows.filter((row) => row.status === status.toUpperCase()).length, `${person}: ${status}`)
    }
    const captured = rows.filter(({ status }) => wentThrough.includes(status))
    const minorOf = (of: readonly Listed[]) => of.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n).toString()
    for (const { wallet, captured: count, minor } of seen.wallets) {
      const own = captured.filter((row) => row.wallet === wallet)
      assert.deepEqual([count, minor ?? minorOf(own)], [own.length, minorOf(own)], `${person}: ${wallet}`)
    }
    assert.equal(
      seen.wallets.reduce((sum, row) => sum + row.captured, 0),
      captured.length,
    )
    for (const [index, { day, begin, created, captured: count }] of seen.volume.entries()) {
      const end = seen.volume[index + 1]?.begin ?? seen.end
      const ofDay = rows.filter(({ createdAt }) => begin <= createdAt && createdAt < end)
      const through = ofDay.filter(({ status }) => wentThrough.includes(status))
      assert.deepEqual([created, count], [ofDay.length, through.length], `${person}: ${day}`)
    }
    assert.equal(
      seen.captureTimes.bins.reduce((sum, { payments }) => sum + payments, 0),
      captured.length,
    )
    assert.equal(
      seen.attention.unknownOutcomes,
      (await ask<{ rows: unknown[] }>(person, '/payments?unknown=true')).rows.length,
    )
    return { seen, rows }
  }

  test('says of a day without payments that there were none', async () => {
    const seen = await counted(people[0] ?? '')
    assert.equal(seen.volume.length, 7)
    assert.ok(seen.volume.every(({ created, captured }) => created === 0 && captured === 0))
    assert.deepEqual([seen.wallets, seen.captureTimes.bins, seen.underWay], [[], [], []])
  })

  test('gives the figures of the list of payments, whatever becomes of them, to each what is theirs', async () => {
    const paid = await sell(sandbox, demoShop, 10_000)
    const back = await sell(sandbox, demoShop, 2_500)
    await sell(sandbox, secondShop, 700, 'HKD')
    await openShop(sandbox, demoShop).redirected(anOrder(300, 'EUR'))
    for (const person of people) await assertSums(person, 'days=1', '')

    await openShop(sandbox, demoShop).refund(back)
    await advance(sandbox, 'P4D')
    await openShop(sandbox, demoShop).whenStatus(paid, 'PAID')
    await sell(sandbox, demoShop, 900)
    for (const person of people) {
      const whole = await assertSums(person, 'days=7', '')
      const [{ statuses }, { rows }] = [whole.seen, whole]
      assert.deepEqual([statuses.paid, statuses.refunded, statuses.cancelled].map(Boolean), [true, true, true])
      assert.equal(rows.length, person === people[0] ? 5 : 4)
      await assertSums(person, 'days=7&currency=EUR', '&currency=EUR')
      await assertSums(person, 'days=1', '')
    }
  })

  test('says how much is under way, and what was remitted, as the balances do', async () => {
    const { underWay, currencies } = await counted(people[0] ?? '', 'days=30')
    assert.deepEqual(currencies, ['EUR', 'HKD'])
    const books = await sandbox.db.read<{ currency: string; minor: bigint }>({
      text: `select t.currency,
                    sum(case 'pending' when t.credit then t.minor when t.debit then -t.minor else 0 end)::bigint as minor
               from transfers t group by t.currency order by t.currency`,
      values: [],
    })
    assert.deepEqual(
      underWay.map(({ currency, pending }) => [currency, BigInt(pending ?? '')]),
      books.map(({ currency, minor }) => [currency, minor]),
    )
    const [remitted] = await sandbox.db.read<{ minor: bigint | null }>({
      text: "select sum(minor)::bigint as minor from remittances where status = 'confirmed' and currency = 'EUR'",
      values: [],
    })
    assert.equal(underWay[0]?.remitted, String(remitted?.minor ?? 0))
  })

  test("shows merchants' people nothing of what is the operator's to look after", async () => {
    const seen = await counted(people[1] ?? '')
    const theirs = ['failingWebhooks', 'openDisputes', 'refundsToDecide', 'unknownOutcomes']
    assert.deepEqual(Object.keys(seen.attention).sort(), theirs)
    assert.deepEqual(await ask(people[1] ?? '', '/attention?merchant=5678'), seen.attention)
    assert.equal(seen.checks, undefined)
  })

  test('tells whoever asks what takes too long to narrow it, in whatever view', () =>
    sandbox.db.transaction('chore.set_up', async (tx) => {
      await tx.run({ text: 'lock table payments in access exclusive mode', values: [] })
      const asked = ['/payments?wallet=GCash', '/payments/totals', '/overview'].map((path) =>
        askConsole(sandbox, cookies.get(people[0] ?? '') ?? '', path),
      )
      for (const { status, body } of await Promise.all(asked)) {
        assert.deepEqual([status, body.errors?.map(({ id }) => id)], [400, ['QUESTION_TOO_WIDE']])
      }
    }))

  test('says when the invariants were checked last, and that they hold', async () => {
    const checks = await until(
      'the invariants are checked',
      async () => {
        const seen = await ask<Answer>(people[0] ?? '', '/overview')
        return seen.checks?.secondsAgo !== undefined && seen.checks
      },
      60_000,
    )
    assert.deepEqual([checks.invariants, checks.broken], [10, []])
  })

  test('holds today by the hour against the same weekday of the weeks before, as far as there were payments', async () => {
    const alone = await counted(people[1] ?? '')
    assert.deepEqual([alone.hours.weeks, alone.hours.over.usual], [0, undefined])

    await silkgate(sandbox, 'sandbox', 'seed', '--payments', '3000')
    for (const currency of ['', 'EUR']) {
      const { hours, volume } = await counted(people[0] ?? '', `currency=${currency}`)
      const rows = await sandbox.db.read<{ week: number; hour: number; captured: number }>({
        text: `select (($1::date - (created_at at time zone 'Europe/Amsterdam')::date) / 7) as week, count(*)::int as captured,
                      extract(hour from created_at at time zone 'Europe/Amsterdam')::int as hour
                 from payments where captured and ($2 = '' or currency = $2)
                  and ($1::date - (created_at at time zone 'Europe/Amsterdam')::date) in (0, 7, 14, 21, 28) group by 1, hour`,
        values: [volume.at(-1)?.day, currency],
      })
      const inHour = (week: number, hour: number) =>
        rows.find((row) => row.week === week && row.hour === hour)?.captured ?? 0
      const weeks = [1, 2, 3, 4]
      assert.deepEqual(
        hours.rows.map(({ hour, captured, usual }) => ({ hour, captured, usual })),
        Array.from({ length: 24 }, (_, hour) => ({
          ...{ hour, captured: inHour(0, hour) },
          usual: usualOf(weeks.map((week) => inHour(week, hour))),
        })),
      )
      const before = (week: number) =>
        rows.reduce((sum, row) => sum + (row.week === week && row.hour < hours.now ? row.captured : 0), 0)
      assert.deepEqual([hours.weeks, hours.over], [4, { captured: before(0), usual: usualOf(weeks.map(before)) }])
      const sumOf = (name: 'created' | 'captured') => hours.rows.reduce((sum, row) => sum + row[name], 0)
      assert.deepEqual([sumOf('created'), sumOf('captured')], [volume.at(-1)?.created, volume.at(-1)?.captured])
    }
  })
})
