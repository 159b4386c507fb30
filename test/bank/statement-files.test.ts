import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type BackOffice, openBackOffice } from '../support/back-office.ts'
import { playRounds } from '../support/dice.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'

const [euros, swiss] = ['NL27SLKG0000001000', 'NL91ABNA0417164300']
const [ann, ben] = [
  ['--as', 'ann@psp.example'],
  ['--as', 'ben@psp.example'],
] as const
const amount = (minor: number): string => `${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`

type Page = { readonly account: string; readonly day: string; readonly number: number; readonly page?: number }

/** A page of credits as MT940: its number says whether it is the first, and whether another follows. */
const pageOf = (
  { account, day, number, page = 1 }: Page,
  opening: number,
  credits: readonly (readonly [minor: number, reference: string])[],
  { isLast = true, currency = 'EUR' } = {},
): string => {
  const closing = credits.reduce((sum, [minor]) => sum + minor, opening)
  return [
    ...[':20:1', `:25:${account}`, `:28C:${number}/${page}`],
    `:60${page === 1 ? 'F' : 'M'}:C${day}${currency}${amount(opening)}`,
    ...credits.map(([minor, reference]) => `:61:${day}${day.slice(2)}C${amount(minor)}NTRFNONREF//${reference}`),
    ...[`:62${isLast ? 'F' : 'M'}:C${day}${currency}${amount(closing)}`, '-', ''],
  ].join('\n')
}

describe('a statement of the bank', () => {
  let sandbox: TestSandbox
  let office: BackOffice
  before(async () => {
    sandbox = await aSandbox('error', noon)
    await sandbox.gateway().end('SIGTERM')
    office = openBackOffice(sandbox.databaseUrl, new Date('2026-11-27T08:00:00Z'))
  })
  after(async () => {
    await office?.close()
    await sandbox?.close()
  })

  let files = 0
  const take = async (text: string): Promise<void> => {
    await office.receive({ source: 'bank', name: `statement-${++files}.sta`, body: Buffer.from(text) })
    await office.takeFiles()
  }
  const breaks = (kind: string) =>
    office.db.read<{ about: string; theirs: string; minor: bigint }>({
      text: 'select about, theirs, minor from breaks where kind = $1 and resolved_at is null order by opened_at, about',
      values: [kind],
    })
  const booked = async (account: string): Promise<number> => {
    const text = 'select from bank_entries where account_id = $1'
    return (await office.db.read({ text, values: [account] })).length
  }

  test('that comes in several cuts lacks nothing once all of it is here, whatever comes first', async (t) => {
    const minors = [1000, 3, 50, 700, 11, 90]
    const sum = (some: readonly number[]) => some.reduce((all, one) => all + one, 0)
    let known = 0
    await playRounds(t, 12, async (dice, round) => {
      const of = { account: euros, day: `2601${String(round).padStart(2, '0')}`, number: round }
      const opening = (round - 1) * sum(minors)
      const cut = (...before: readonly number[]): string[] => {
        const cuts = [0, ...before, minors.length]
        return cuts.slice(1).map((to, index) => {
          const own = minors
            .slice(cuts[index], to)
            .map((minor, n) => [minor, `${round}-${(cuts[index] ?? 0) + n}`] as const)
          const from = opening + sum(minors.slice(0, cuts[index]))
          return pageOf({ ...of, page: index + 1 }, from, own, { isLast: to === minors.length })
        })
      }
      for (const page of dice.shuffled([...cut(2, 4), ...cut(3), ...cut(1, 5)])) await take(page)
      known += minors.length
      assert.equal(await booked(euros), known)
      assert.deepEqual(await breaks('statement_missing'), [])
    })
  })

  test('that is missing is told, and no longer once it is here', async () => {
    const of = (number: number) => ({ account: euros, day: `2602${String(number).padStart(2, '0')}`, number })
    const opening = 12 * 1854
    await take(pageOf(of(13), opening, [[5, 'a']]))
    await take(pageOf(of(15), opening + 105, []))
    const [missing, ...more] = await breaks('statement_missing')
    assert.deepEqual([missing?.about, missing?.minor, more], [`${euros}/15/2026-02-15`, 100n, []])
    await take(pageOf(of(14), opening + 5, [[100, 'b']]))
    assert.deepEqual(await breaks('statement_missing'), [])
  })

  test('in another currency than its account is refused, and nothing of it is booked', async () => {
    const known = await booked(euros)
    await take(pageOf({ account: euros, day: '260301', number: 90 }, 0, [[100, 'c']], { currency: 'USD' }))
    const [refused] = (await breaks('file_refused')).slice(-1)
    assert.equal(refused?.theirs, 'statement 1 is in USD, its account is in EUR')
    assert.equal(await booked(euros), known)
  })

  test('of an account that becomes ours later is taken in then, and the break that told of it closes', async () => {
    const ours = 'NL02ABNA0123456789'
    await take(pageOf({ account: ours, day: '261124', number: 1 }, 0, [[100, 'f']]))
    const refused = async () => (await breaks('file_refused')).filter(({ theirs }) => theirs.includes(ours))
    assert.match(
      (await refused())[0]?.theirs ?? '',
      /^account NL02ABNA0123456789 is none of ours: .* add makes it one$/,
    )
    const given = ['--currency', 'EUR', '--purpose', 'safeguarding', '--name', 'Acquirer', ...ann]
    const [asked] = await silkgate(sandbox, 'bank-account', 'add', ours, ...given)
    await silkgate(sandbox, 'bank-account', 'approve', String(asked?.approvalId), ...ben)
    await office.takeFiles()
    assert.equal(await booked(ours), 1)
    assert.deepEqual(await refused(), [])
  })

  test('of the last day of an account that was closed is taken in, and none after it', async () => {
    const place = ['--bic', 'UBSWCHZH', '--town', 'Zürich', '--country', 'CH', '--name', 'Acquirer']
    const given = ['--currency', 'CHF', '--purpose', 'operating', ...place, ...ann]
    for (const command of [
      ['add', swiss, ...given],
      ['close', swiss, ...ann],
    ]) {
      const [asked] = await silkgate(sandbox, 'bank-account', ...command)
      await silkgate(sandbox, 'bank-account', 'approve', String(asked?.approvalId), ...ben)
    }
    const of = (day: string) => ({ account: swiss, day, number: Number(day) })
    await take(pageOf(of('261124'), 0, [[100, 'd']], { currency: 'CHF' }))
    assert.equal(await booked(swiss), 1)
    await take(pageOf(of('261125'), 100, [[100, 'e']], { currency: 'CHF' }))
    const [refused] = (await breaks('file_refused')).slice(-1)
    assert.equal(refused?.theirs, `account ${swiss} was closed on 2026-11-24, statement 1 is of 2026-11-25`)
    assert.equal(await booked(swiss), 1)
  })
})
