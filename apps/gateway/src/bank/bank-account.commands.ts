import { writeCreditTransfers } from '@silkgate/bank-files'
import { isCurrency } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, type Tools, withTools } from '../command-line.ts'
import { addBankAccount, type BankAccount, listBankAccounts } from './bank-account.store.ts'
import { isIban } from './iban.ts'

type Where = { bic?: string; town?: string; country?: string }
type AddOptions = Where & { currency: string; purpose: string; name: string }

const readIban = (iban: string): string => {
  const accountId = iban.replaceAll(' ', '').toUpperCase()
  if (!isIban(accountId)) throw new Error(`"${iban}" is no IBAN: its form or its check digits are wrong.`)
  return accountId
}

/** Sweeps are paid to our accounts: what a bank would refuse is refused here. */
const checkOrder = ({ accountId, currency, name, bic, town, country }: BankAccount): void => {
  const creditor = {
    ...{ name, account: { iban: accountId }, ...(bic ? { bic } : {}) },
    ...(town && country ? { address: { town, country } } : {}),
  }
  const [amount, debtor] = [
    { currency, minor: 1n },
    { name, iban: accountId },
  ]
  const transfer = { endToEndId: 'TRY', amount, debtor, creditor, executionDate: '2026-01-02' }
  const message = { version: '09', messageId: 'TRY', createdAt: new Date(0), initiator: name } as const
  const written = writeCreditTransfers({ ...message, transfers: [transfer] })
  if (written.ok) return
  const [fault] = written.faults
  throw new Error(
    `${accountId}: ${fault?.field.replace(/.*creditor\./, '')}: ${fault?.message}: --bic, --town, --country.`,
  )
}

const readAccount = (iban: string, options: AddOptions): BankAccount => {
  const { currency, purpose } = options
  const accountId = readIban(iban)
  if (!isCurrency(currency)) throw new Error(`--currency: "${currency}" is no currency of ISO 4217.`)
  if (purpose !== 'safeguarding' && purpose !== 'operating')
    throw new Error(`--purpose: "${purpose}" is neither safeguarding nor operating.`)
  const account = { ...options, accountId, currency, purpose } as const
  checkOrder(account)
  return account
}

const add = (iban: string, options: AddOptions): Promise<void> =>
  withTools(async ({ db, now }) => {
    const account = readAccount(iban, options)
    const isKnown = (await listBankAccounts(db)).some(({ accountId }) => accountId === account.accountId)
    if (isKnown || !(await addBankAccount(db, account, now())))
      throw new Error(`The account ${account.accountId} is known already: "bank-account locate" says where it is.`)
    print(account)
  })

const known = async ({ db }: Tools, accountId: string) => {
  const found = (await listBankAccounts(db)).find((one) => one.accountId === accountId)
  if (found === undefined) throw new Error(`${accountId} is no account of ours: "bank-account add" makes it one.`)
  return found
}

const locate = (iban: string, where: Required<Where> & { name?: string }): Promise<void> =>
  withTools(async (tools) => {
    const account = { ...(await known(tools, readIban(iban))), ...where }
    checkOrder(account)
    await addBankAccount(tools.db, account, tools.now())
    print(account)
  })

const where = [
  ['--bic <bic>', 'of its bank; outside SEPA sweeps need it'],
  ['--town <name>', 'where we are; outside SEPA sweeps need it'],
  ['--country <code>', 'ISO 3166'],
] as const

/** `bank-account add|locate|list`: our accounts, of which statements are taken in. */
export const addBankAccountCommands = (root: Command): void => {
  const account = root.command('bank-account').description('our accounts at banks')
  const adding = account
    .command('add <iban>')
    .requiredOption('--currency <code>')
    .requiredOption('--purpose <purpose>', "safeguarding: merchants' money; operating: ours")
    .requiredOption('--name <text>', 'whose it is, as the bank writes it')
  for (const [option, says] of where) adding.option(option, says)
  adding.action(add)
  const locating = account.command('locate <iban>').description('says where an account is, that was added without')
  for (const [option, says] of where) locating.requiredOption(option, says)
  locating.option('--name <text>', 'whose it is, where the bank writes it otherwise now')
  locating.action(locate)
  account.command('list').action(() =>
    withTools(async ({ db }) => {
      for (const one of await listBankAccounts(db)) print(one)
    }),
  )
}
