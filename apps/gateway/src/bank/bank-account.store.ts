import type { Db } from '../postgres/db.ts'

export type BankAccount = {
  /** An IBAN without spaces. */
  readonly accountId: string
  readonly currency: string
  /** Merchants' money, or ours. */
  readonly purpose: 'safeguarding' | 'operating'
  readonly name: string
}

/** Keeps an account of ours; answers false where it is known already. */
export const addBankAccount = async (db: Db, account: BankAccount, at: Date): Promise<boolean> => {
  const { accountId, currency, purpose, name } = account
  const added = await db.write('chore.set_up', {
    text: `insert into bank_accounts (account_id, currency, purpose, name, added_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning account_id`,
    values: [accountId, currency, purpose, name, at],
  })
  return added.length > 0
}

export type StoredBankAccount = BankAccount & { readonly addedAt: Date; readonly closedAt: Date | null }

export const listBankAccounts = (db: Db): Promise<StoredBankAccount[]> =>
  db.read<StoredBankAccount>({
    text: `select account_id as "accountId", currency, purpose, name, added_at as "addedAt", closed_at as "closedAt"
             from bank_accounts order by currency, purpose desc, account_id`,
    values: [],
  })
