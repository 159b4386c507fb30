import { basename } from 'node:path'
import { accountOf } from '../../apps/simulator/src/bank/accounts.ts'
import { silkgate, type TestSandbox } from '../support/sandbox.ts'
import type { ReportStruck } from '../support/settlement.ts'
import { truthsBetween } from './spoiled-between.ts'
import { isHere, strangerOf, type Told, type TrueLine } from './spoiled-clearing.ts'
import { type Expected, expectedAt } from './spoiled-oracle.ts'
import type { Played } from './spoiled-play.ts'
import { partsOfPath, reportNameOf, type Struck, type WorldTruth } from './spoiled-truth.ts'

type BreakRow = { kind: string; about: string; minor: bigint; paths: readonly string[]; is_open: boolean }

/** A break in the oracle's words; one about a file is of a report of its batch, for two days may have the same empty one. */
const asTold = ({ kind, about, minor, paths }: BreakRow): Told[] => {
  const [account = '', , day = ''] = about.split('/')
  const [, batchId = ''] = about.split(' ')
  const reports = [...new Set(paths.filter((path) => path.includes(batchId)).map(reportNameOf))]
  if (reports.length > 0) return reports.map((report) => ({ kind, minor, about: report }))
  const isOfStatement = ['unknown_entry', 'statement_missing'].includes(kind)
  return [{ kind, minor, about: isOfStatement ? `${account}/${day}` : about }]
}

export const textOf = ({ kind, about, minor }: Told): string => `${kind} ${about} ${minor}`

/** The breaks of the books, those that are open and those that ended by themselves. */
export const readBreaks = async ({ db }: Pick<TestSandbox, 'db'>): Promise<{ open: Told[]; ended: Told[] }> => {
  const rows = await db.read<BreakRow>({
    text: `select kind, about, minor, resolved_at is null as is_open,
                  array(select n.path from received_file_names n where n.file_id::text = left(about, 36)) as paths
             from breaks`,
    values: [],
  })
  const of = (isOpen: boolean) => rows.filter(({ is_open }) => is_open === isOpen).flatMap(asTold)
  return { open: of(true), ended: of(false) }
}

/** What else shows that something was noticed: `quarantined transactionItems C…`, `together S…`. */
export const readEvents = async ({ db }: Pick<TestSandbox, 'db'>): Promise<string[]> => {
  const rows = async (text: string) =>
    (await db.read<{ event: string }>({ text, values: [] })).map(({ event }) => event)
  const named = async (word: string, text: string) => {
    const paths = (await rows(text)).filter((path) => path.endsWith('.csv'))
    return paths.map((path) => `${word} ${reportNameOf(path)}`)
  }
  return [
    ...(await named(
      'quarantined',
      'select n.path as event from quarantined_rows join received_file_names n using (file_id)',
    )),
    ...(await named(
      'twice',
      `select path as event from received_file_names n
        where exists (select from received_file_names o where o.file_id = n.file_id and o.path <> n.path)`,
    )),
    ...(await named(
      'taken',
      `select n.path as event from received_files join received_file_names n using (file_id) where state = 'taken'`,
    )),
    ...(await rows(
      `select 'taken ' || regexp_replace(n.path, '.*/', '') as event
         from received_files join received_file_names n using (file_id)
        where state = 'taken' and received_files.source = 'bank'`,
    )),
    ...(await rows(`select 'charges ' || about as event from transfers where reason = 'bank charges'`)),
    ...(await rows(
      `select 'together ' || settlement_batch_id as event from settlement_receipts r
        where (select count(distinct o.settlement_batch_id) from settlement_receipts o where o.entry_id = r.entry_id) > 1
       union all select 'parts ' || settlement_batch_id from settlement_receipts group by 1 having count(*) > 1
       union all select 'unnamed ' || settlement_batch_id from settlement_receipts where how <> 'reference'
       union all select 'late ' || settlement_batch_id from settlement_receipts r
          join bank_entries e using (entry_id) join settlement_batches b using (settlement_batch_id)
         where e.booking_day > b.value_date
       union all select 'settled ' || settlement_batch_id from settlement_batches where settled_at is not null`,
    )),
  ]
}

/** What a strike of a report is about, in the words of breaks. */
const aboutOf = ({ reports, carried }: WorldTruth, { path, transactionId: id = '' }: ReportStruck) => {
  const { kind, agreement, batchId } = partsOfPath(path)
  const row = reports.get(`transactionItems ${batchId}`)?.rows.find(({ transactionId }) => transactionId === id)
  const { transactionType = '', transactionRequestId: requestId = '' } = row ?? {}
  let carrier = batchId
  for (let next = carried.get(carrier); next !== undefined; next = carried.get(carrier)) carrier = next
  return {
    carrier,
    ...{ report: reportNameOf(path), batchId, requestId },
    line: `${batchId}/${transactionType}/${id}`,
    stranger: `${batchId}/${transactionType}/${strangerOf(id)}`,
    due: `${kind} ${agreement} ${batchId.replace(/^.(....)(..)(..).*/, '$1-$2-$3')}`,
  }
}

/** What a strike must be noticed by: one of these, where it is not hidden by a file that cannot be read. */
const reportNotices: Readonly<Record<string, (about: ReturnType<typeof aboutOf>) => readonly string[]>> = {
  'report-row-missing': ({ requestId, report }) => [`line_missing ${requestId}`, `total_differs ${report}`],
  'report-row-twice': ({ report }) => [`quarantined ${report}`],
  'report-amount-off': ({ line, report }) => [`settlement_differs ${line}`, `total_differs ${report}`],
  'report-fee-off': ({ line, report }) => [`fee_differs ${line}`, `total_differs ${report}`],
  'report-unknown-transaction': ({ stranger }) => [`unknown_transaction ${stranger}`],
  // Two that are off by the same agree with each other, and not with their rows.
  'report-wrong-total': ({ batchId }) => [
    ...['', 'transactionItems ', 'feeItems '].map((of) => `total_differs ${of}${batchId}`),
    `/${batchId} `,
  ],
  'report-late': ({ due }) => [`file_missing ${due}`],
  'report-renamed': ({ report }) => [`twice ${report}`],
  'report-truncated': ({ report }) => [`file_refused ${report}`],
  'report-columns-permuted': ({ report }) => [`taken ${report}`],
  'negative-net-carried': ({ batchId, carrier }) => [`settled ${batchId}`, carrier],
}

const bankNotices: Readonly<Record<string, (about: string) => readonly string[]>> = {
  'settled-short': (id) => [`bank_differs ${id}`, `money_missing ${id}`],
  'bank-charges': (id) => [`charges ${id}`],
  'bank-two-batches-one-credit': (id) => [`together ${id}`],
  // A half that the bank's charges could be the rest of is enough.
  'bank-one-batch-two-credits': (id) => [`parts ${id}`, `charges ${id}`],
  'bank-late': (id) => [`late ${id}`],
  'bank-wrong-reference': (id) => [`unnamed ${id}`],
}

/** The account and day of a statement by its path. */
const accountDayOf = (path: string): [string, string] => {
  const [, account = '', digits = ''] = /_([A-Z]{2}\w{16})_(\d{8})/.exec(path) ?? []
  return [account, digits.replace(/(....)(..)(..)/, '$1-$2-$3')]
}

/** A statement that is late leaves a gap where the next one comes first, and money moved between them. */
const noticesOfStatement = ({ statements }: WorldTruth, { fault, about }: Struck): readonly string[] => {
  const [account, day] = accountDayOf(about)
  // What moves on our own account is for nobody to explain.
  const isOurs = accountOf(account).purpose === 'operating'
  if (fault === 'bank-unrelated-traffic' && !isOurs) return [`unknown_entry ${account}/${day}`]
  const own = statements.filter(({ accountId }) => accountId === account)
  const at = own.findIndex((one) => one.day === day)
  const [one, next] = [own[at], own[at + 1]]
  if (fault !== 'bank-statement-missing') return [`taken ${basename(about)}`]
  const isSeen = one && next && next.writtenAt < one.writtenAt && at > 0 && one.openingMinor !== one.closingMinor
  return isSeen ? [`statement_missing ${account}/${next.day}`] : [`taken ${basename(about)}`]
}

/** Strikes that nothing tells of. */
export const unnoticed = (truth: WorldTruth, seen: readonly string[], paid: Expected['paid']): string[] => {
  const isSeen = (notices: readonly string[]) => notices.some((one) => seen.some((it) => it.includes(one)))
  const ofReports = truth.reportStrikes.filter((strike) => {
    const about = aboutOf(truth, strike)
    const isHidden = seen.some((one) => one.startsWith('file_refused') && one.includes(about.batchId))
    const isRefusal = strike.fault === 'report-truncated'
    return !isSeen(reportNotices[strike.fault]?.(about) ?? []) && !(isHidden && !isRefusal)
  })
  const ofBank = truth.bankStrikes.filter((strike) => {
    const notice = bankNotices[strike.fault]
    if (notice === undefined) return !isSeen(noticesOfStatement(truth, strike))
    const parts = truth.reports.get(`settlement ${strike.about}`)?.rows.map((row) => row.clearingBatchId ?? '') ?? []
    const isHeld = !parts.some((part) => paid.has(part))
    // Of a batch that is held, whatever is told of it or of its parts tells of the strike too: the sums are asserted apart.
    return !isSeen(notice(strike.about)) && !(isHeld && isSeen([strike.about, ...parts]))
  })
  return [...ofReports, ...ofBank].map((strike) => `nobody noticed ${JSON.stringify(strike)}`)
}

/** Receivables by merchant, currency and clearing batch, those that are level left out. */
const receivables = (moved: readonly { name: string; minor: bigint }[]): string[] =>
  [...Map.groupBy(moved, ({ name }) => name)]
    .map(([name, own]) => ({ name, minor: own.reduce((sum, { minor }) => sum + minor, 0n) }))
    .filter(({ minor }) => minor !== 0n)
    .map(({ name, minor }) => `${name} ${minor}`)
    .sort()

/** What a line is of, as a transfer says it: a payment, a refund, or one of the two moves of a dispute. */
const movedBy = ({ type, requestId, about }: TrueLine): string =>
  `${type} ${type === 'PAYMENT' || type === 'REFUND' ? requestId : about.split('/')[2]}`

const disputeMoves: Readonly<Record<string, string>> = {
  'dispute lost': 'CHARGEBACK',
  'dispute given back': 'ADJUSTMENT',
}

type Moved = { merchant: string; reason: string; payment: string | null; about: string | null; minor: bigint }

const readReceivables = async ({ db }: TestSandbox, { clearings }: Expected): Promise<string[]> => {
  const batchOf = new Map(clearings.flatMap(({ batchId, lines }) => lines.map((line) => [movedBy(line), batchId])))
  const rows = await db.read<Moved>({
    text: `select concat_ws(' ', t.merchant_id, t.currency) as merchant, t.reason, t.payment_id as payment,
                  coalesce(d.request_id, t.about) as about,
                  case t.debit when 'receivable' then t.minor else - t.minor end as minor
             from transfers t left join disputes d on d.merchant_id = t.merchant_id and d.dispute_id = t.about
            where 'receivable' in (t.debit, t.credit)`,
    values: [],
  })
  const batch = ({ reason, payment, about }: Moved) => {
    if (payment === null) return about?.split('/')[0]
    const type = disputeMoves[reason] ?? (about === null ? 'PAYMENT' : 'REFUND')
    return batchOf.get(`${type} ${about ?? payment}`)
  }
  return receivables(rows.map((row) => ({ name: `${row.merchant} ${batch(row) ?? 'of no batch'}`, minor: row.minor })))
}

const expectedReceivables = ({ clearings, paid }: Expected): string[] =>
  receivables(
    clearings.flatMap(({ batchId, currency, lines }) =>
      lines.map(({ merchantId, state, ours, net }) => ({
        name: `${merchantId} ${currency} ${batchId}`,
        minor: state !== 'agrees' ? ours : paid.has(batchId) ? 0n : net,
      })),
    ),
  )

/** The payments that are PAID. */
export const expectedPaid = ({ clearings, paid }: Expected): string[] =>
  clearings
    .flatMap(({ batchId, lines }) =>
      lines.filter(({ type, state }) => type === 'PAYMENT' && state === 'agrees' && paid.has(batchId)),
    )
    .map(({ requestId }) => requestId)
    .sort()

/** What is in the one and not in the other. */
export const compare = (what: string, actual: readonly string[], expected: readonly string[]): string[] => [
  ...actual.filter((one) => !expected.includes(one)).map((one) => `${what}, not true: ${one}`),
  ...expected.filter((one) => !actual.includes(one)).map((one) => `${what}, not there: ${one}`),
]

const hourMs = 3_600_000

/** Lines of an agreement of which nothing has come yet are missed where all of the others are in: nobody knows of it. */
const missingOfUnknown = (truth: WorldTruth, at: Date, rules: Parameters<typeof expectedAt>[2]): Told[] => {
  const known = new Set([...truth.reports.values()].filter((one) => isHere(one, at)).map(({ agreement }) => agreement))
  return expectedAt(truth, at, rules)
    .clearings.filter(({ batchId }) => !known.has(batchId.slice(9)))
    .flatMap(({ lines }) =>
      lines.map(({ requestId, ours }) => ({ kind: 'line_missing', about: requestId, minor: -ours })),
    )
}

/** What is wrong with the books of a spoiled world once everything has come: nothing, where they tell the truth. */
export const judgeSpoiledWorld = async (
  sandbox: TestSandbox,
  truth: WorldTruth,
  { unpriced, noons }: Played,
): Promise<{ wrong: string[]; count: string }> => {
  const [end = new Date(0)] = noons.slice(-1)
  const rules = { unpriced, toleranceMinor: 500n }
  const expected = expectedAt(truth, end, rules)
  const ever = new Set(
    noons.flatMap((noon, at) => {
      const truths = [truth, ...truthsBetween(truth, noons[at - 1] ?? new Date(0), noon)]
      const instants = [new Date(noon.getTime() - 12 * hourMs), noon]
      const told = truths.flatMap((one) => instants.flatMap((at) => expectedAt(one, at, rules).told))
      return [...told, ...missingOfUnknown(truth, noon, rules)].map(textOf)
    }),
  )
  const { open, ended } = await readBreaks(sandbox)
  const settled = await sandbox.db.read<{ id: string }>({
    text: 'select payment_id as id from payments where settled order by payment_id',
    values: [],
  })
  const seen = [...[...open, ...ended].map(textOf), ...(await readEvents(sandbox))]
  const verdicts = await silkgate(sandbox, 'verify', '--all')
  const wrong = [
    ...compare('open', open.map(textOf).sort(), expected.told.map(textOf).sort()),
    ...ended
      .map(textOf)
      .filter((one) => !ever.has(one))
      .map((one) => `ended, was never true: ${one}`),
    ...unnoticed(truth, seen, expected.paid),
    ...compare('receivable', await readReceivables(sandbox, expected), expectedReceivables(expected)),
    ...compare(
      'PAID',
      settled.map(({ id }) => id),
      expectedPaid(expected),
    ),
    // That merchants' money is not covered is true while money is short.
    ...sandbox
      .logged()
      .filter((line) => line.shortfall === undefined)
      .map((line) => `logged: ${JSON.stringify(line)}`),
    ...verdicts.filter(({ holds }) => holds !== true).map((line) => `verify: ${JSON.stringify(line)}`),
  ]
  const lines = expected.clearings.flatMap(({ lines: all }) => all)
  const count = `${lines.length} lines, ${settled.length} PAID, ${open.length} breaks open, ${ended.length} ended`
  return { wrong, count }
}
