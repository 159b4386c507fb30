import { randomUUID } from 'node:crypto'
import { writeCreditTransfers } from '@silkgate/bank-files'
import { isCurrency } from '@silkgate/domain'
import type { Command } from 'commander'
import { type Approval, askForApproval, decide, ofNoMerchant, waitingApprovals } from '../approval/index.ts'
import { print, readEmail, type Tools, withTools } from '../command-line.ts'
import { retakeRefused } from '../file/index.ts'
import type { Tx } from '../postgres/db.ts'
import {
  addBankAccount,
  type BankAccount,
  closeBankAccount,
  leftOnAccount,
  listBankAccounts,
  notOurs,
} from './bank-account.store.ts'
import { isIban } from './iban.ts'

type Where = { bic?: string; town?: string; country?: string }
type As = { as: string }
type AddOptions = Where & { currency: string; purpose: string; name: string }

const kind = 'bank_account' as const

/** What one person asks for: another account of ours, or where one is. */
type Asked = { readonly what: 'add' | 'locate' | 'close'; readonly account: BankAccount }

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

const readAccount = (iban: string, { currency, purpose, name, bic, town, country }: AddOptions): BankAccount => {
  const accountId = readIban(iban)
  if (!isCurrency(currency)) throw new Error(`--currency: "${currency}" is no currency of ISO 4217.`)
  if (purpose !== 'safeguarding' && purpose !== 'operating')
    throw new Error(`--purpose: "${purpose}" is neither safeguarding nor operating.`)
  const account = { accountId, currency, purpose, name, bic, town, country } as const
  checkOrder(account)
  return account
}

const find = async (tx: Tx, accountId: string) =>
  (await listBankAccounts({ read: tx.run })).find((one) => one.accountId === accountId)

const assertNew = async (tx: Tx, accountId: string): Promise<void> => {
  if ((await find(tx, accountId)) !== undefined)
    throw new Error(`The account ${accountId} is known already: "bank-account locate" says where it is.`)
}

/** An account of ours that is open; throws in words where it is none. */
const findOpen = async (tx: Tx, accountId: string) => {
  const known = await find(tx, accountId)
  if (known === undefined) throw new Error(`${accountId} is no account of ours: "bank-account add" makes it one.`)
  if (known.closedAt !== null) throw new Error(`${accountId} was closed on ${known.closedAt.toISOString()}.`)
  return known
}

/** Throws where something would be left on an account that is closed. */
const assertCleared = async (tx: Tx, accountId: string): Promise<void> => {
  const left = await leftOnAccount(tx, accountId)
  if (left.length > 0)
    throw new Error(`${accountId} cannot be closed: ${left.join(', ')}. Close it once nothing is left on it.`)
}

const printAsked = ({ approvalId, asked, askedBy, askedAt }: Approval): void => {
  const { what, account } = asked as Asked
  print({ ...account, approvalId, waits: `another person must agree to ${what} it`, askedBy, askedAt })
}

const ask = ({ db, now }: Tools, as: string, askedFor: (tx: Tx) => Promise<Asked>): Promise<Approval> =>
  db.transaction('chore.set_up', async (tx) => {
    const who = { askedBy: readEmail('--as', as), askedAt: now() }
    const asked = await askedFor(tx)
    const approval = {
      approvalId: randomUUID(),
      merchantId: ofNoMerchant,
      kind,
      asked: JSON.parse(JSON.stringify(asked)),
      ...who,
    }
    await askForApproval(tx, approval)
    return approval
  })

const add = (iban: string, { as, ...options }: AddOptions & As): Promise<void> =>
  withTools(async (tools) => {
    const account = readAccount(iban, options)
    printAsked(
      await ask(tools, as, async (tx) => {
        await assertNew(tx, account.accountId)
        return { what: 'add', account }
      }),
    )
  })

const locate = (iban: string, { as, ...where }: Required<Where> & As & { name?: string }): Promise<void> =>
  withTools(async (tools) => {
    const accountId = readIban(iban)
    printAsked(
      await ask(tools, as, async (tx) => {
        const { currency, purpose, name } = await findOpen(tx, accountId)
        const account = { accountId, currency, purpose, name, ...where }
        checkOrder(account)
        return { what: 'locate', account }
      }),
    )
  })

const close = (iban: string, { as }: As): Promise<void> =>
  withTools(async (tools) => {
    const accountId = readIban(iban)
    printAsked(
      await ask(tools, as, async (tx) => {
        const { addedAt: _addedAt, closedAt: _closedAt, ...account } = await findOpen(tx, accountId)
        await assertCleared(tx, accountId)
        return { what: 'close', account }
      }),
    )
  })

const decideBy =
  (isApproved: boolean) =>
  (approvalId: string, { as }: As): Promise<void> =>
    withTools(async ({ db, now }) => {
      const decision = { by: readEmail('--as', as), at: now(), isApproved }
      const decided = await db.transaction('chore.set_up', async (tx) => {
        const { asked } = await decide(tx, kind, approvalId, decision)
        const { what, account } = asked as Asked
        if (isApproved && what === 'add') await assertNew(tx, account.accountId)
        if (isApproved && what === 'close') {
          await findOpen(tx, account.accountId)
          await assertCleared(tx, account.accountId)
          await closeBankAccount(tx, account.accountId, decision.at)
        } else if (isApproved) {
          await addBankAccount(tx, account, decision.at)
          await retakeRefused(tx, 'bank', notOurs(account.accountId), decision.at)
        }
        return account
      })
      print({ ...decided, approvalId, isApproved })
    })

const where = [
  ['--bic <bic>', 'of its bank; outside SEPA sweeps need it'],
  ['--town <name>', 'where we are; outside SEPA sweeps need it'],
  ['--country <code>', 'ISO 3166'],
] as const

/** `bank-account add|locate|close|approve|decline|list`: our accounts, of which statements are taken in. */
export const addBankAccountCommands = (root: Command): void => {
  const account = root.command('bank-account').description('our accounts at banks')
  const who = ['--as <email>', 'who you are'] as const
  const adding = account
    .command('add <iban>')
    .description('asks for another account of ours; it is one once another person approves')
    .requiredOption('--currency <code>')
    .requiredOption('--purpose <purpose>', "safeguarding: merchants' money; operating: ours")
    .requiredOption('--name <text>', 'whose it is, as the bank writes it')
  for (const [option, says] of where) adding.option(option, says)
  adding.requiredOption(...who).action(add)
  const locating = account
    .command('locate <iban>')
    .description('says where an account is, that was added without; another person approves')
  for (const [option, says] of where) locating.requiredOption(option, says)
  locating.option('--name <text>', 'whose it is, where the bank writes it otherwise now')
  locating.requiredOption(...who).action(locate)
  account
    .command('close <iban>')
    .description('asks to close an account that nothing is left on; another person approves')
    .requiredOption(...who)
    .action(close)
  account
    .command('approve <approvalId>')
    .description('what another person has asked for is so from now on')
    .requiredOption(...who)
    .action(decideBy(true))
  account
    .command('decline <approvalId>')
    .description('nothing becomes of what another person has asked for')
    .requiredOption(...who)
    .action(decideBy(false))
  account
    .command('list')
    .description('our accounts, and what waits for another person')
    .action(() =>
      withTools(async ({ db }) => {
        for (const one of await listBankAccounts(db)) print(one)
        for (const one of await waitingApprovals(db, kind, ofNoMerchant)) printAsked(one)
      }),
    )
}
