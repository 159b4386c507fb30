import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

export type By = { readonly by: string; readonly at: Date }

/** One thing that was changed of a merchant, as it was before and as it is now. */
export type Change<T = unknown> = { readonly what: string; readonly before?: unknown; readonly after: T }

const json = (thing: unknown): string | null =>
  thing === undefined
    ? null
    : JSON.stringify(thing, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

const addChange = (tx: Tx, merchantId: MerchantId, { by, at }: By, { what, before, after }: Change): Promise<unknown> =>
  tx.run({
    text: `insert into merchant_changes (merchant_id, number, at, made_by, what, before, after)
           select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5::jsonb, $6::jsonb from merchant_changes
            where merchant_id = $1`,
    values: [merchantId, at, by, what, json(before), json(after)],
  })

/** Nobody else changes a merchant until the transaction ends. Throws where there is none. */
const holdMerchant = async (tx: Tx, merchantId: MerchantId): Promise<void> => {
  const found = /^\d{1,10}$/.test(merchantId)
    ? await tx.run({ text: 'select from merchants where merchant_id = $1 for no key update', values: [merchantId] })
    : []
  if (found.length === 0) throw new Error(`There is no merchant ${merchantId}.`)
}

/** Writes down what the transaction changes of a merchant. */
export const recordChange = async (tx: Tx, merchantId: MerchantId, who: By, change: Change): Promise<void> => {
  await holdMerchant(tx, merchantId)
  await addChange(tx, merchantId, who, change)
}

/** Writes down that a merchant was added. */
export const recordAdded = (tx: Tx, merchantId: MerchantId, who: By, after: unknown): Promise<unknown> =>
  addChange(tx, merchantId, who, { what: 'merchant added', after })

/**
 * Changes a merchant, and writes down who changed what: both or neither. Nobody else changes it meanwhile. Throws where there
 * is no such merchant, and what `work` throws. Answers what is there after the change.
 */
export const changeMerchant = <T>(
  db: Db,
  merchantId: MerchantId,
  who: By,
  work: (tx: Tx) => Promise<Change<T>>,
): Promise<T> =>
  db.transaction('chore.set_up', async (tx) => {
    await holdMerchant(tx, merchantId)
    const change = await work(tx)
    await addChange(tx, merchantId, who, change)
    return change.after
  })

export type StoredChange = {
  readonly number: number
  readonly at: Date
  readonly by: string
  readonly what: string
  readonly before: unknown
  readonly after: unknown
}

/** Everything that was changed of a merchant, the first first. */
export const listChanges = (db: Db, merchantId: MerchantId): Promise<StoredChange[]> =>
  db.read<StoredChange>({
    text: `select number, at, made_by as by, what, before, after from merchant_changes where merchant_id = $1 order by number`,
    values: [merchantId],
  })
