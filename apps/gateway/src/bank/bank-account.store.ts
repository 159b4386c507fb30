import type { Db, Tx } from '../postgres/db.ts'

export type BankAccount = {
  /** An IBAN without spaces. */
  readonly accountId: string
  readonly currency: string
  /** Merchants' money, or ours. */
  readonly purpose: 'safeguarding' | 'operating'
  readonly name: string
  /** Banks want these of whom they pay outside SEPA. */
  readonly bic?: string | null | undefined
  readonly town?: string | null | undefined
  readonly country?: string | null | undefined
}

/** Keeps an account of ours; answers false where it is known already: then only where it is can be new. */
export const addBankAccount = async (tx: Pick<Tx, 'run'>, account: BankAccount, at: Date): Promise<boolean> => {
  const { accountId, currency, purpose, name, bic = null, town = null, country = null } = account
  const [added] = await tx.run<{ is_new: boolean }>({
    text: `insert into bank_accounts as a (account_id, currency, purpose, name, added_at, bic, town, country)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (account_id) do update set bic = coalesce(excluded.bic, a.bic), town = coalesce(excluded.town, a.town),
             country = coalesce(excluded.country, a.country), name = excluded.name
           returning xmax = 0 as is_new`,
    values: [accountId, currency, purpose, name, at, bic, town, country],
  })
  return added?.is_new ?? false
}

export type StoredBankAccount = BankAccount & { readonly addedAt: Date; readonly closedAt: Date | null }

export const listBankAccounts = ({ read }: { read: Db['read'] | Tx['run'] }): Promise<StoredBankAccount[]> =>
  read<StoredBankAccount>({
    text: `select account_id as "accountId", currency, purpose, name, bic, town, country, added_at as "addedAt",
                  closed_at as "closedAt"
             from bank_accounts order by currency, purpose desc, account_id`,
    values: [],
  })
