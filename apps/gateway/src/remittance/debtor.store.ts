import type { Debtor } from '@silkgate/bank-files'
import type { Db, Tx } from '../postgres/db.ts'

/** Our account that merchants are paid from in a currency. */
export const debtorOf = async (
  { read }: { readonly read: Db['read'] | Tx['run'] },
  currency: string,
): Promise<Debtor | undefined> => {
  const [row] = await read<{ name: string; iban: string }>({
    text: `select name, account_id as iban from bank_accounts
            where currency = $1 and purpose = 'safeguarding' and closed_at is null order by added_at, account_id limit 1`,
    values: [currency],
  })
  return row
}
