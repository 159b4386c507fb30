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

/** Why a statement is refused of an account that was not added. */
export const notOurs = (accountId: string) => `account ${accountId} is none of ours` as const

/** What is in the way of closing an account of ours: money on it, or orders to the bank that are under way. */
export const leftOnAccount = async (tx: Pick<Tx, 'run'>, accountId: string): Promise<string[]> => {
  const rows = await tx.run<{ left: string; of: string }>({
    text: `select 'money' as of, closing_minor || ' ' || currency || ' on ' || closing_on as left
             from (select closing_minor, currency, to_day::text as closing_on from bank_statements where account_id = $1
                    order by to_day desc, taken_at desc limit 1) s where closing_minor <> 0
           union all
           select 'order', r.remittance_id from remittances r join remittance_files f using (file_id)
            where f.account_id = $1 and r.status in ('sent', 'accepted')
           union all
           select 'order', s.sweep_id from sweeps s join remittance_files f using (file_id)
            where f.account_id = $1 and (left_at is null or arrived_at is null) and returned_at is null and rejected_at is null
            order by 1, 2 limit 10`,
    values: [accountId],
  })
  return rows.map(({ of, left }) => (of === 'money' ? left : `${left} is under way`))
}

/** Closes an account of ours from an instant on: no statement of a later day is taken in, no order is made from it. */
export const closeBankAccount = (tx: Pick<Tx, 'run'>, accountId: string, at: Date): Promise<unknown> =>
  tx.run({
    text: 'update bank_accounts set closed_at = $2 where account_id = $1 and closed_at is null',
    values: [accountId, at],
  })

export type StoredBankAccount = BankAccount & { readonly addedAt: Date; readonly closedAt: Date | null }

export const listBankAccounts = ({ read }: { read: Db['read'] | Tx['run'] }): Promise<StoredBankAccount[]> =>
  read<StoredBankAccount>({
    text: `select account_id as "accountId", currency, purpose, name, bic, town, country, added_at as "addedAt",
                  closed_at as "closedAt"
             from bank_accounts order by currency, purpose desc, account_id`,
    values: [],
  })
