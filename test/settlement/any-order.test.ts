import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { after, before, test } from 'node:test'
import type { Db } from '../../apps/gateway/src/postgres/db.ts'
import { wantReconciliation } from '../../apps/gateway/src/reconciliation/index.ts'
import { type BackOffice, type IncomingFile, openBackOffice } from '../support/back-office.ts'
import { corrected } from '../support/corrected.ts'
import { type Dice, diceOf, playRounds } from '../support/dice.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { reportStrikesOf } from '../support/settlement.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet, setFaults } from '../support/simulator.ts'
import { compare, expectedPaid, readBreaks, readEvents, textOf, unnoticed } from '../world/spoiled-judge.ts'
import { expectedAt } from '../world/spoiled-oracle.ts'
import { readTruth } from '../world/spoiled-truth.ts'
import { settledTwice, statementOf } from './contradicting-files.ts'
import { parted } from './parted-files.ts'

/** Payments of some days were captured, and no file has come of them: each order of files has a copy of this to itself. */
let sandbox: TestSandbox
let files: IncomingFile[]
/** The names of reports that are not as they should be. */
let spoiled: readonly string[]
let end: Date

const days = 4

const once = (name: string, report?: string) => ({ name, times: 1, ...(report ? { report } : {}) }) as never

/** What goes wrong on each day, before its files are written. */
const faultsOfDay = [
  ['report-row-missing', 'report-amount-off', 'report-fee-off', 'report-unknown-transaction', 'report-row-twice'].map(
    (name) => once(name),
  ),
  [once('report-wrong-total', 'summary'), once('report-wrong-total', 'settlement'), once('report-renamed')],
  [
    once('report-truncated', 'transactionItems'),
    once('report-amount-off'),
    once('report-columns-permuted', 'feeItems'),
  ],
  [once('report-fee-off'), once('report-wrong-total', 'transactionItems'), once('report-row-missing')],
]
const faultsOfBank = [
  once('bank-one-batch-two-credits'),
  once('bank-wrong-reference'),
  once('settled-short'),
  once('bank-charges'),
  { ...(once('bank-unrelated-traffic') as object), times: 2 } as never,
  once('bank-statement-twice'),
]

/** No two days bring the same: an entry without a reference is found by its amount alone. */
const sell = async (day: number) => {
  for (const [identity, currency, amount] of [
    [demoShop, 'EUR', 1017],
    [demoShop, 'EUR', 2329],
    [demoShop, 'HKD', 12_031],
    [secondShop, 'HKD', 40_111],
    [secondShop, 'EUR', 777],
  ] as const) {
    const shop = openShop(sandbox, identity)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount + 37 * day, currency))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    if (amount === 2329) await shop.refund(paymentId, { amountOfMoney: { amount: 300, currencyCode: 'EUR' } })
  }
}

const refused = { name: 'sftp-refused' } as never

const filesOfWorld = async (): Promise<IncomingFile[]> => {
  const rows = await sandbox.simulatorDb.read<{ owner: 'alipayplus' | 'bank'; path: string; body: Buffer }>({
    text: 'select owner, path, body from files order by path',
    values: [],
  })
  const strikes = await reportStrikesOf(sandbox)
  return rows.flatMap(({ owner: source, path, body }): IncomingFile[] => {
    const struck = strikes.filter((one) => one.path === path && !/renamed|permuted|late/.test(one.fault))
    const file = { source, name: basename(path), body }
    if (struck.length === 0) return [file]
    const better = Buffer.from(corrected(body.toString(), struck))
    return [file, { source, name: file.name.replace('_000.csv', '_002.csv'), body: better }]
  })
}

before(async () => {
  sandbox = await aSandbox('error', noon)
  const format = (wish: string) =>
    fetch(`${sandbox.simulatorUrl}/control/bank`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ format: wish }),
    })
  for (let day = 0; day < days; day++) {
    await setFaults(sandbox, refused, ...(faultsOfDay[day] ?? []), ...(day === 2 ? faultsOfBank : []))
    await format(day % 2 === 0 ? 'mt940' : 'camt.053')
    await sell(day)
    await advance(sandbox, 'P1D')
  }
  await advance(sandbox, 'P5D')
  files = await filesOfWorld()
  spoiled = (await reportStrikesOf(sandbox)).map(({ path }) => basename(path))
  end = await clockOf(sandbox)
  await sandbox.gateway().end('SIGTERM')
  await sandbox.simulatorDb.read({
    text: `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'silkgate'`,
    values: [],
  })
})
after(() => sandbox?.close())

let copies = 0

/** Opens a back office on a copy of the database. */
const open = async (explainOrders?: () => Promise<void>): Promise<BackOffice> => {
  const name = `silkgate_copy_${++copies}`
  await sandbox.simulatorDb.write('chore.set_up', { text: `create database ${name} template silkgate`, values: [] })
  return openBackOffice(sandbox.databaseUrl.replace(/silkgate$/, name), end, explainOrders)
}

/** A file is named by its content, an entry by its account and day. */
const about = `coalesce((select sha256 from received_files f where f.file_id::text = about),
                        case kind when 'unknown_entry' then regexp_replace(about, '/.*(/....-..-..)/.*', '\\1')
                                  else about end) as about`

const queries = {
  balances: `select merchant_id, account, currency, sum(minor)::bigint as minor
               from (select merchant_id, debit as account, currency, minor from transfers
                     union all select merchant_id, credit, currency, -minor from transfers) t
              group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`,
  payments: 'select payment_id, captured, settled, settlement_minor from payments order by payment_id',
  lines: `select clearing_batch_id, transaction_type, transaction_id, transaction_request_id, outcome, amount_minor,
                 settlement_minor, interchange_minor, service_minor, fee_difference_minor
            from report_lines order by 1, 2, 3`,
  breaks: `select kind, ${about}, currency, minor, field, ours, theirs from breaks where resolved_at is null order by 1, 2`,
  quarantined: `select f.sha256, q.file_row, q.file_column, q.reason from quarantined_rows q
                  join received_files f using (file_id) order by 1, 2, 3`,
  receipts: `select r.settlement_batch_id, e.account_id, e.booking_day::text, r.minor, r.how
               from settlement_receipts r join bank_entries e using (entry_id) order by 1, 2, 3, 4`,
  states: 'select source, sha256, state from received_files order by 1, 2',
  hash: 'select result_hash from reconciliation_runs where ran_at is not null order by run_id desc limit 1',
} as const

/** What does not name the files and the places in them. */
const alikeInParts = ['balances', 'payments', 'lines', 'breaks', 'quarantined', 'receipts'] as const

type Books = Record<keyof typeof queries, readonly unknown[]>

const booksOf = async (db: Db): Promise<Books> => {
  const entries = Object.entries(queries).map(async ([name, text]) => [name, await db.read({ text, values: [] })])
  return Object.fromEntries(await Promise.all(entries)) as Books
}

/** Has files come in an order, with everything compared at times on the way, and once more at the end. */
const booksAfter = async (order: readonly IncomingFile[], dice: Dice): Promise<Books> => {
  const office = await open()
  try {
    for (const file of order) {
      await office.receive(file)
      if (dice.chance(60)) await office.takeFiles()
      if (dice.chance(30)) await office.reconcile()
    }
    await office.reconcile()
    await office.receive({ source: 'bank', name: 'nothing.txt', body: Buffer.from('nothing') })
    await office.reconcile()
    return await booksOf(office.db)
  } finally {
    await office.close()
  }
}

/** Rows that are in the one books and not in the others; of some parts alone. */
const differences = (
  books: Books,
  expected: Books,
  parts: readonly (keyof Books)[] = Object.keys(queries) as (keyof Books)[],
): string[] =>
  parts.flatMap((part) => {
    const text = (row: unknown) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
    const [now, then] = [books[part].map(text), expected[part].map(text)]
    return [
      ...now.filter((row) => !then.includes(row)).map((row) => `+ ${part} ${row}`),
      ...then.filter((row) => !now.includes(row)).map((row) => `- ${part} ${row}`),
    ]
  })

/** Some of the corrections never come. */
const isCorrection = ({ name }: IncomingFile) => name.endsWith('_002.csv')

test('whatever files come, in parts or whole, in any order and any number of times, the books are the same', async (t) => {
  await playRounds(t, Number(process.env.ORDERS ?? 1), async (dice) => {
    const set = files.filter((file) => !isCorrection(file) || dice.chance(70))
    const expected = await booksAfter(set, diceOf('in order'))
    const twice = (some: readonly IncomingFile[]) => {
      const again = some.filter(() => dice.chance(15)).map((file, n) => ({ ...file, name: `again-${n}-${file.name}` }))
      return dice.shuffled([...some, ...again])
    }
    for (let order = 0; order < 2; order++) {
      assert.deepEqual(differences(await booksAfter(twice(set), dice), expected), [])
    }
    const books = await booksAfter(twice(parted(set, spoiled, dice)), dice)
    assert.deepEqual(differences(books, expected, alikeInParts), [])
  })
})

test('no fault goes unnoticed, and every break is of a real one', async () => {
  const office = await open()
  try {
    for (const file of files) if (!isCorrection(file)) await office.receive(file)
    await office.reconcile()
    const truth = await readTruth(sandbox)
    const expected = expectedAt(truth, end, { unpriced: new Set(), toleranceMinor: 0n })
    const { open: told } = await readBreaks(office)
    // Nobody looks for what has not come in this office.
    const due = expected.told.filter(({ kind }) => kind !== 'file_missing')
    assert.deepEqual(compare('open', told.map(textOf), due.map(textOf)), [])
    const seen = [...told.map(textOf), ...(await readEvents(office))]
    assert.deepEqual(unnoticed(truth, seen, expected.paid), [])
    const settled = await office.db.read<{ id: string }>({
      text: 'select payment_id as id from payments where settled',
      values: [],
    })
    assert.deepEqual(
      compare(
        'PAID',
        settled.map(({ id }) => id),
        expectedPaid(expected),
      ),
      [],
    )
  } finally {
    await office.close()
  }
})

/** Takes sets of files in, one after the other. */
const takenInOrder = async (...sets: readonly (readonly IncomingFile[])[]) => {
  const office = await open()
  try {
    for (const set of sets) {
      for (const file of set) await office.receive(file)
      await office.reconcile()
    }
    return await booksOf(office.db)
  } finally {
    await office.close()
  }
}

test('of what contradicts itself, order decides which counts, and nothing else', async () => {
  const [first = [], second = []] = await settledTwice(sandbox)
  const kindsOf = (books: Books) =>
    (books.breaks as { kind: string; minor: bigint }[]).map(({ kind, minor }) => `${kind} ${minor}`).sort()
  const [one, other] = [await takenInOrder(first, second), await takenInOrder(second, first)]
  assert.deepEqual(differences(one, other, ['balances', 'payments']), [])
  assert.deepEqual(kindsOf(one), kindsOf(other))
  assert.ok(kindsOf(one).includes('duplicate_line 1010'))
  const [small, large] = [statementOf([100]), statementOf([300])]
  const [then, now] = [await takenInOrder(small, large), await takenInOrder(large, small)]
  assert.deepEqual(kindsOf(then), ['statement_differs 20000', 'unknown_entry 10000'])
  assert.deepEqual(kindsOf(now), ['statement_differs -20000', 'unknown_entry 30000'])
})

test('a statement that comes whole and on pages, or on other pages, is booked once', async () => {
  const cut = (...pagesAt: number[]) => statementOf([100, 20, 300, 7], pagesAt)
  const expected = await takenInOrder(cut())
  for (const sets of [
    [cut(), cut(2)],
    [cut(2), cut()],
    [cut(1, 3).toReversed(), cut()],
    [cut(1, 3).toSpliced(1, 1), cut(), cut(1, 3)],
    [cut(1), cut(2, 3)],
  ]) {
    assert.deepEqual(differences(await takenInOrder(...sets), expected, ['balances', 'breaks']), [])
  }
})

test('what comes in the middle of a run is looked at by the next one, from its beginning', async () => {
  let runs = 0
  const office = await open(async () => {
    if (++runs === 1) {
      for (const file of statementOf([100])) await office.receive(file)
      await office.takeFiles()
    } else {
      const text = `update bank_entries set purpose = 'an order of ours'`
      await office.db.write('chore.set_up', { text, values: [] })
    }
  })
  try {
    await office.db.write('chore.set_up', wantReconciliation(randomUUID(), end, 'a test'))
    await office.reconcile()
    const told = await office.db.read({ text: `select 1 from breaks where kind = 'unknown_entry'`, values: [] })
    assert.deepEqual([runs, told], [2, []])
  } finally {
    await office.close()
  }
})
