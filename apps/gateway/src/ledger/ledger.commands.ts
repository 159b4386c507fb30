import { open } from 'node:fs/promises'
import { accounts, formatMoney, isMerchantId, money, operator, ownSide } from '@silkgate/domain'
import type { Command } from 'commander'
import { dayInAmsterdam } from '../amsterdam.ts'
import { print, readDay, readEmail, readInstant, withTools } from '../command-line.ts'
import { type AsOf, type Balance, balances } from './balance.store.ts'
import { closeMonth } from './close-month.store.ts'
import { readTransfers, type StoredTransfer, type TransferQuery } from './find-transfers.store.ts'
import { generalLedger } from './general-ledger.ts'
import { trialBalance } from './trial-balance.ts'

const merchantIdOf = (text: string | undefined): string | undefined => {
  if (text === undefined || text === operator || isMerchantId(text)) return text
  throw new Error(`--merchant: "${text}" is no id of a merchant; ${operator} is the operator.`)
}

const asOfOf = (text: string | undefined): AsOf | undefined =>
  text === undefined ? undefined : { at: readInstant('--as-of', text) }

const accountOf = (text: string | undefined): string | undefined => {
  if (text === undefined || Object.hasOwn(accounts, text)) return text
  throw new Error(`--account: "${text}" is none of ${Object.keys(accounts).join(', ')}.`)
}

const printBalance = ({ merchantId, account, currency, minor }: Balance): void =>
  print({
    ...{ merchantId, account, kind: accounts[account].kind },
    balance: formatMoney(money(currency, ownSide(account, minor))),
    says: accounts[account].says,
  })

type BalanceOptions = { merchant?: string; asOf?: string; account?: string }

const showBalances = ({ merchant, asOf, account }: BalanceOptions): Promise<void> =>
  withTools(async ({ db }) => {
    const wanted = accountOf(account)
    for (const balance of await balances(db, { merchantId: merchantIdOf(merchant), asOf: asOfOf(asOf) })) {
      if (wanted === undefined || balance.account === wanted) printBalance(balance)
    }
  })

const showTrialBalance = ({ asOf }: { asOf?: string }): Promise<void> =>
  withTools(async ({ db }) => {
    for (const sheet of trialBalance(await balances(db, { asOf: asOfOf(asOf) }))) print(sheet)
  })

type TransferOptions = { merchant?: string; payment?: string; about?: string; from?: string; to?: string }

const queryOf = ({ merchant, payment, about, from, to }: TransferOptions): TransferQuery => ({
  merchantId: merchantIdOf(merchant),
  paymentId: payment,
  about,
  from: from === undefined ? undefined : readInstant('--from', from),
  to: to === undefined ? undefined : readInstant('--to', to),
})

const printTransfer = (row: StoredTransfer): void =>
  print({
    ...{ merchantId: row.merchant_id, transferId: row.transfer_id, position: row.position },
    ...(row.payment_id === null ? {} : { paymentId: row.payment_id }),
    ...(row.about === null ? {} : { about: row.about }),
    ...{
      reason: row.reason,
      debit: row.debit,
      credit: row.credit,
      amount: formatMoney(money(row.currency, row.minor)),
    },
    ...{ at: row.at, accountingDate: row.accounting_date },
  })

const listTransfers = (options: TransferOptions): Promise<void> =>
  withTools(({ db }) => readTransfers(db, queryOf(options), (page) => page.forEach(printTransfer)))

/** Writes to a file, which must not be there yet, or to the terminal. */
const exportDay = (day: string, path: string | undefined): Promise<void> =>
  withTools(async ({ db, now }) => {
    const accountingDate = readDay('day', day)
    // To where errors go: what is exported stays what it is.
    if (accountingDate >= dayInAmsterdam(now()))
      console.error(`${day} is not over: what is posted until then is not in it yet.`)
    const file = path === undefined ? undefined : await open(path, 'wx')
    const write = async (text: string): Promise<void> => {
      if (file !== undefined) await file.appendFile(text)
      else await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()))
    }
    try {
      const ledger = generalLedger()
      await write(ledger.begin())
      await readTransfers(db, { accountingDate }, (page) => write(ledger.rows(page)))
      await write(ledger.end())
    } finally {
      await file?.close()
    }
  })

const readMonth = (month: string): string => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return `${month}-01`
  throw new Error(`month: "${month}" is no month, such as 2026-11.`)
}

const close = (month: string, { as }: { as: string }): Promise<void> =>
  withTools(async ({ db, now }) => {
    const by = readEmail('--as', as)
    const { closed_at, closed_by, trial_balance, hash } = await closeMonth(db, readMonth(month), by, now())
    for (const { currency, account, opening, debits, credits, closing } of trial_balance ?? []) {
      const [before, debited, credited, after] = [opening, debits, credits, closing].map((minor) =>
        formatMoney(money(currency, BigInt(minor))),
      )
      print({ account, before, debited, credited, after })
    }
    print({ month, closedAt: closed_at, closedBy: closed_by, hash })
  })

/** `ledger balances|trial-balance|transfers|export|close-month`. */
export const addLedgerCommands = (root: Command): void => {
  const ledger = root.command('ledger').description('the books')
  const asOf = ['--as-of <instant>', 'as they were then; without it, now'] as const
  ledger
    .command('balances')
    .description('what stands on each account')
    .option('--merchant <merchantId>', `of one merchant; ${operator} is the operator`)
    .option('--account <account>', 'of one account')
    .option(...asOf)
    .action(showBalances)
  ledger
    .command('trial-balance')
    .description('all accounts of each currency: debits and credits are level')
    .option(...asOf)
    .action(showTrialBalance)
  ledger
    .command('transfers')
    .description('what was posted')
    .option('--merchant <merchantId>', `for one merchant; ${operator} is the operator`)
    .option('--payment <paymentId>')
    .option('--about <id>', 'for a clearing batch, settlement batch, bank entry or break')
    .option('--from <instant>', 'the first instant')
    .option('--to <instant>', 'the first instant that is left out')
    .action(listTransfers)
  ledger
    .command('export <day> [path]')
    .description('the general ledger of an accounting day, 2026-11-26, as CSV')
    .action(exportDay)
  ledger
    .command('close-month <month>')
    .description('nothing is posted into the month, 2026-11, any more, for ever; shows its trial balance')
    .requiredOption('--as <email>', 'who you are')
    .action(close)
}
