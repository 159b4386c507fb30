import {
  type Currency,
  clearingDayOf,
  type Day,
  formatMoney,
  isCurrency,
  money,
  reportsDueAfter,
  whyCalendarEndsSoon,
} from '@silkgate/domain'
import type { Command } from 'commander'
import { listExpected } from '../break/index.ts'
import { print, readDay, withTools } from '../command-line.ts'
import type { Db } from '../postgres/db.ts'
import { knownAgreements, putAgreement, withoutFile } from './agreement.store.ts'
import { listSchemeFees, putSchemeFee, type SchemeFee } from './scheme-fee.store.ts'
import { listBatches, listMissing, listQuarantine, showBatch } from './settlement-list.store.ts'

const show = (batchId: string): Promise<void> =>
  withTools(async ({ db }) => {
    const batch = await showBatch(db, batchId)
    if (batch === undefined)
      throw new Error(`No batch ${batchId} is in. "silkgate settlement list" shows those that are.`)
    print(batch)
  })

/** Money is said so many rows at a time. */
const pageSize = 1_000

/** Money that is under way, the most overdue first. */
const printMoney = async (db: Db, today: Day): Promise<void> => {
  let after: { at: string; id: string } | undefined
  for (;;) {
    const rows = await listExpected(db, { today, after, limit: pageSize })
    for (const { currency, minor, ...row } of rows) {
      const isOverdue = row.overdueDays > 0 || row.breakId !== null
      print({ ...row, amount: formatMoney(money(currency as Currency, minor)), isOverdue })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = { at: last.day ?? '9999-12-31', id: last.id }
  }
}

/** Reports that are overdue, those that come next of each agreement, and money. */
const expected = (): Promise<void> =>
  withTools(async ({ db, now }) => {
    for (const missing of await listMissing(db)) print({ ...missing, isOverdue: true })
    const today = clearingDayOf(now())
    for (const agreement of await knownAgreements(db)) {
      for (const due of await withoutFile(db, reportsDueAfter(agreement, today))) print({ ...due, isOverdue: false })
    }
    await printMoney(db, today)
    const ends = whyCalendarEndsSoon(today)
    if (ends !== undefined) print({ warning: ends })
  })

type FeeOptions = { fee: string; reach: string; basisPoints: string; onRefund: string; from: string }

const oneOf = <Word extends string>(option: string, text: string, words: readonly Word[]): Word => {
  const word = words.find((one) => one === text)
  if (word === undefined) throw new Error(`${option}: "${text}" is none of ${words.join(', ')}.`)
  return word
}

const readFee = (agreement: string, options: FeeOptions): SchemeFee => {
  const { fee, reach, basisPoints, onRefund, from } = options
  if (!/^\d{1,4}$/.test(basisPoints)) throw new Error(`--basis-points: "${basisPoints}" is no number of 0 to 9999.`)
  return {
    agreement,
    feeType: oneOf('--fee', fee, ['INTERCHANGE_FEE', 'SERVICE_FEE']),
    reach: oneOf('--reach', reach.replace('-', '_'), ['domestic', 'cross_border']),
    basisPoints: Number(basisPoints),
    onRefund: oneOf('--on-refund', onRefund, ['returned', 'kept']),
    validFrom: readDay('--from', from),
  }
}

/** `settlement list|show|quarantine|expected|agreement` and `scheme-fee set|list`. */
export const addSettlementCommands = (root: Command): void => {
  const settlement = root.command('settlement').description('what Alipay+ has cleared and settles')
  settlement
    .command('list')
    .description('settlement batches, and clearing batches that are not in one yet, the latest first')
    .option('--currency <code>')
    .option('--open', 'only what is not paid yet, or has open breaks')
    .action((options: { currency?: string; open?: boolean }) =>
      withTools(async ({ db }) => {
        for (const batch of await listBatches(db, options)) print(batch)
      }),
    )
  settlement
    .command('show <batch>')
    .description('a batch: its totals, its lines by type and outcome, its open breaks')
    .action(show)
  settlement
    .command('quarantine [file]')
    .description('rows of reports that could not be read, of a file or of all')
    .action((fileId?: string) =>
      withTools(async ({ db }) => {
        for (const row of await listQuarantine(db, fileId)) print(row)
      }),
    )
  settlement
    .command('expected')
    .description(
      'reports that are overdue, since when and how much our books have captured for them; those due next; and money under way',
    )
    .action(expected)
  settlement
    .command('agreement <agreement>')
    .description('says how an agreement is settled')
    .requiredOption('--currency <code>')
    .requiredOption('--settled-after <days>', 'business days after the clearing day: 1 or 2')
    .action((agreement: string, options: { currency: string; settledAfter: string }) =>
      withTools(async ({ db }) => {
        if (!isCurrency(options.currency))
          throw new Error(`--currency: "${options.currency}" is no currency of ISO 4217.`)
        const days = oneOf('--settled-after', options.settledAfter, ['1', '2'])
        const terms = {
          agreement,
          currency: options.currency,
          settledAfter: days === '1' ? (1 as const) : (2 as const),
        }
        await putAgreement(db, terms)
        print(terms)
      }),
    )

  const fee = root.command('scheme-fee').description('what Alipay+ charges by contract')
  fee
    .command('set <agreement>')
    .description('sets a rate from a day on')
    .requiredOption('--fee <type>', 'INTERCHANGE_FEE or SERVICE_FEE')
    .requiredOption('--reach <reach>', 'domestic or cross-border')
    .requiredOption('--basis-points <number>')
    .requiredOption('--on-refund <what>', 'returned or kept')
    .requiredOption('--from <day>')
    .action((agreement: string, options: FeeOptions) =>
      withTools(async ({ db }) => {
        const set = readFee(agreement, options)
        await putSchemeFee(db, set)
        print(set)
      }),
    )
  fee.command('list').action(() =>
    withTools(async ({ db }) => {
      for (const one of await listSchemeFees(db)) print(one)
    }),
  )
}
