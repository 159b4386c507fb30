import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { after, before, test } from 'node:test'
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
import { alikeInParts, type Books, booksOf, differences } from './books-of.ts'
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

test('what no line names is told for days that are all in alone, also where an agreement is known late', async () => {
  const missingAfter = async (...parts: readonly IncomingFile[][]): Promise<unknown[][]> => {
    const office = await open()
    const missing: unknown[][] = []
    try {
      for (const part of parts) {
        for (const file of part) await office.receive(file)
        await office.reconcile()
        const text = `select about from breaks where kind = 'line_missing' and resolved_at is null order by about`
        missing.push(await office.db.read({ text, values: [] }))
      }
      return missing
    } finally {
      await office.close()
    }
  }
  const first = files.filter((file) => !isCorrection(file))
  const isLate = ({ name }: IncomingFile) => name.includes('CNEUR')
  const [early, late] = await missingAfter(
    first.filter((file) => !isLate(file)),
    first.filter(isLate),
  )
  const [atOnce] = await missingAfter(first)
  assert.deepEqual(late, atOnce)
  assert.notDeepEqual(early, atOnce)
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
