import type { Currency, MerchantId, PayoutAccount } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { By } from './change.store.ts'
import { insertApprovedKyb } from './kyb.store.ts'
import type { PayoutAccountRow } from './payout.store.ts'

const insert = (tx: Tx, one: PayoutAccount, proof: string, { by, at }: By): Promise<{ version: number }[]> =>
  tx.run<{ version: number }>({
    text: `insert into payout_accounts (merchant_id, currency, version, iban, account_number, bic, holder, address, proof,
                                        added_by, added_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning version`,
    values: [
      ...[one.merchantId, one.currency, one.version],
      ...('iban' in one.account ? [one.account.iban, null] : [null, one.account.number]),
      ...[one.bic ?? null, one.holder, one.address, proof, by, at],
    ],
  })

const approve = async (
  tx: Tx,
  { merchantId, currency, version }: Pick<PayoutAccount, 'merchantId' | 'currency' | 'version'>,
  { by, at }: By,
  usableFrom: Date,
): Promise<void> => {
  await tx.run({
    text: `update payout_accounts set approved_by = $4, approved_at = $5, usable_from = $6
            where merchant_id = $1 and currency = $2 and version = $3 and approved_by is null`,
    values: [merchantId, currency, version, by, at, usableFrom],
  })
}

/** Places a payout account of the sandbox, proven, approved and usable at once, where it is not there yet. */
export const placePayoutAccount = async (tx: Tx, one: PayoutAccount, at: Date): Promise<void> => {
  await insertApprovedKyb(tx, one.merchantId, at)
  const added = await insert(tx, one, 'sandbox', { by: 'operator@sandbox.example', at })
  if (added.length > 0) await approve(tx, one, { by: 'operator2@sandbox.example', at }, at)
}

/** Every version of a merchant's payout accounts, by currency, the youngest last. */
export const readPayoutAccounts = (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<PayoutAccountRow[]> =>
  read<PayoutAccountRow>({
    text: 'select * from payout_accounts where merchant_id = $1 order by currency, version',
    values: [merchantId],
  })

/** Adds a version, which nobody is paid to before a second person has approved it. */
export const addPayoutAccount = async (
  tx: Tx,
  account: Omit<PayoutAccount, 'version'>,
  proof: string,
  who: By,
): Promise<PayoutAccountRow | undefined> => {
  const known = await readPayoutAccounts({ read: tx.run }, account.merchantId)
  const version = known.filter((one) => one.currency === account.currency).length + 1
  await insert(tx, { ...account, version }, proof, who)
  return (await readPayoutAccounts({ read: tx.run }, account.merchantId)).find(
    (one) => one.currency === account.currency && one.version === version,
  )
}

/** A second person approves the youngest version of a currency; money goes there from an instant on. */
export const approvePayoutAccount = (
  tx: Tx,
  merchantId: MerchantId,
  currency: Currency,
  version: number,
  who: By,
  usableFrom: Date,
): Promise<void> => approve(tx, { merchantId, currency, version }, who, usableFrom)

/** Orders for the bank to pay a merchant in a currency of which it is not known what becomes of them. */
export const remittancesUnderWay = async (tx: Tx, merchantId: MerchantId, currency: Currency): Promise<string[]> => {
  const rows = await tx.run<{ remittance_id: string }>({
    text: `select remittance_id from remittances where merchant_id = $1 and currency = $2
              and status = any ('{awaiting_approval,approved,sent,accepted}') order by remittance_id collate "C" limit 10`,
    values: [merchantId, currency],
  })
  return rows.map((row) => row.remittance_id)
}

type Version = Pick<PayoutAccountRow, 'merchant_id' | 'currency' | 'version'>

/** Writes down that somebody wants a version closed, and why. */
export const askToClose = (
  tx: Tx,
  one: Version & Pick<PayoutAccountRow, 'closing_reason' | 'closing_asked_by' | 'closing_asked_at'>,
): Promise<unknown> =>
  tx.run({
    text: `update payout_accounts set closing_reason = $4, closing_asked_by = $5, closing_asked_at = $6
            where merchant_id = $1 and currency = $2 and version = $3`,
    values: [
      one.merchant_id,
      one.currency,
      one.version,
      one.closing_reason,
      one.closing_asked_by,
      one.closing_asked_at,
    ],
  })

/** Nobody wants a version closed any more. */
export const keepPayoutAccount = (tx: Tx, one: Version): Promise<unknown> =>
  askToClose(tx, { ...one, closing_reason: null, closing_asked_by: null, closing_asked_at: null })

/** Closes a version and those that it took the place of. */
export const closePayoutAccounts = (tx: Tx, { merchant_id, currency, version }: Version, who: By): Promise<unknown> =>
  tx.run({
    text: `update payout_accounts set closed_by = $4, closed_at = $5
            where merchant_id = $1 and currency = $2 and version <= $3 and closed_at is null`,
    values: [merchant_id, currency, version, who.by, who.at],
  })
