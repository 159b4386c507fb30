import { isCurrency } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { addBankAccount, type BankAccount, listBankAccounts } from './bank-account.store.ts'
import { isIban } from './iban.ts'

type AddOptions = { currency: string; purpose: string; name: string }

const readAccount = (iban: string, { currency, purpose, name }: AddOptions): BankAccount => {
  const accountId = iban.replaceAll(' ', '').toUpperCase()
  if (!isIban(accountId)) throw new Error(`"${iban}" is no IBAN: its form or its check digits are wrong.`)
  if (!isCurrency(currency)) throw new Error(`--currency: "${currency}" is no currency of ISO 4217.`)
  if (purpose !== 'safeguarding' && purpose !== 'operating')
    throw new Error(`--purpose: "${purpose}" is neither safeguarding nor operating.`)
  return { accountId, currency, purpose, name }
}

const add = (iban: string, options: AddOptions): Promise<void> =>
  withTools(async ({ db, now }) => {
    const account = readAccount(iban, options)
    if (!(await addBankAccount(db, account, now())))
      throw new Error(`The account ${account.accountId} is known already.`)
    print(account)
  })

/** `bank-account add|list`: our accounts, of which statements are taken in. */
export const addBankAccountCommands = (root: Command): void => {
  const account = root.command('bank-account').description('our accounts at banks')
  account
    .command('add <iban>')
    .requiredOption('--currency <code>')
    .requiredOption('--purpose <purpose>', "safeguarding: merchants' money; operating: ours")
    .requiredOption('--name <text>', 'whose it is, as the bank writes it')
    .action(add)
  account.command('list').action(() =>
    withTools(async ({ db }) => {
      for (const one of await listBankAccounts(db)) print(one)
    }),
  )
}
