import type { MerchantId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'

/** Where a merchant wants its reports put, and how that goes. */
export type PushTargetRow = {
  readonly merchant_id: bigint
  readonly host: string
  readonly port: number
  readonly username: string
  readonly host_key: string
  readonly folder: string
  readonly public_key: string
  readonly private_key: Buffer
  readonly set_at: Date
  readonly failures: number
  readonly problem: string | null
  readonly next_try_at: Date | null
  readonly last_push_at: Date | null
  readonly removed_at: Date | null
}

export type PushAddress = Pick<PushTargetRow, 'host' | 'port' | 'username' | 'host_key' | 'folder'>

export const readPushTarget = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<PushTargetRow | undefined> => {
  const [row] = await read<PushTargetRow>({
    text: 'select * from report_push_targets where merchant_id = $1',
    values: [merchantId],
  })
  return row
}

/**
 * Has a merchant's reports put somewhere from now on, in the place of where they were put before. The key pair is kept where
 * there is one, so that the merchant need not add another. What has failed is forgotten.
 */
export const setPushTarget = async (
  tx: Tx,
  merchantId: MerchantId,
  address: PushAddress,
  key: { publicKey: string; sealedPrivateKey: Buffer },
  at: Date,
): Promise<PushTargetRow> => {
  const [row] = await tx.run<PushTargetRow>({
    text: `insert into report_push_targets (merchant_id, host, port, username, host_key, folder, public_key, private_key, set_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (merchant_id) do update
              set host = $2, port = $3, username = $4, host_key = $5, folder = $6, set_at = $9, removed_at = null, failures = 0,
                  problem = null, next_try_at = null
           returning *`,
    values: [
      ...[merchantId, address.host, address.port, address.username, address.host_key, address.folder],
      ...[key.publicKey, key.sealedPrivateKey, at],
    ],
  })
  if (row === undefined) throw new Error('Broken invariant: what was written is there')
  return row
}

/** Puts nothing there any more; what waits is given up. */
export const removePushTarget = async (tx: Tx, merchantId: MerchantId, at: Date): Promise<void> => {
  await tx.run({
    text: 'update report_push_targets set removed_at = $2 where merchant_id = $1 and removed_at is null',
    values: [merchantId, at],
  })
  await tx.run({
    text: `update report_pushes set state = 'given_up' where merchant_id = $1 and state = 'pending'`,
    values: [merchantId],
  })
}

export type ListedTarget = PushTargetRow & { readonly waiting: number; readonly pushed: number }

/** Every server that reports are put on, with how many wait and how many are there. */
export const listPushTargets = (db: Db): Promise<ListedTarget[]> =>
  db.read<ListedTarget>({
    text: `select t.*,
                  (select count(*)::integer from report_pushes p
                    where p.merchant_id = t.merchant_id and p.state = 'pending') as waiting,
                  (select count(*)::integer from report_pushes p
                    where p.merchant_id = t.merchant_id and p.state = 'pushed') as pushed
             from report_push_targets t where t.removed_at is null order by t.merchant_id`,
    values: [],
  })

const due = `t.removed_at is null and (t.next_try_at is null or t.next_try_at <= $1)
  and (t.leased_until is null or t.leased_until < $2)
  and exists (select from report_pushes p where p.merchant_id = t.merchant_id and p.state = 'pending')`

/** Merchants with something to push that nobody is at work on. */
export const merchantsToPushTo = async (db: Db, at: Date, wall: Date): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    text: `select t.merchant_id from report_push_targets t where ${due} order by t.next_try_at nulls first limit 100`,
    values: [at, wall],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** Claims a merchant's server where it is still due. */
export const claimPushTarget = async (
  db: Db,
  merchantId: MerchantId,
  { at, wall, leasedUntil }: { at: Date; wall: Date; leasedUntil: Date },
): Promise<PushTargetRow | undefined> => {
  const [row] = await db.write<PushTargetRow>('delivery.commit_push_claim', {
    text: `update report_push_targets t set leased_until = $3 where t.merchant_id = $4 and ${due} returning *`,
    values: [at, wall, leasedUntil, merchantId],
  })
  return row
}

export const keepPushClaim = (db: Db, merchantId: MerchantId, leasedUntil: Date | null): Promise<unknown> =>
  db.write('chore.keep_lease', {
    text: 'update report_push_targets set leased_until = $2 where merchant_id = $1',
    values: [merchantId, leasedUntil],
  })

export type PendingPush = {
  readonly report_id: string
  readonly name: string
  readonly byte_size: bigint
  readonly asked_at: Date
}

/** The report of a merchant that has waited longest to be pushed. */
export const nextPush = async (db: Db, merchantId: MerchantId): Promise<PendingPush | undefined> => {
  const [row] = await db.read<PendingPush>({
    text: `select p.report_id, r.name, r.byte_size, p.asked_at
             from report_pushes p join reports r on r.merchant_id = p.merchant_id and r.report_id = p.report_id
            where p.merchant_id = $1 and p.state = 'pending' order by p.asked_at, r.name collate "C" limit 1`,
    values: [merchantId],
  })
  return row
}

/** Writes down that a report was put there. One that was asked for again meanwhile stays pending. */
export const savePushed = (
  db: Db,
  merchantId: MerchantId,
  { report_id, asked_at }: PendingPush,
  at: Date,
): Promise<unknown> =>
  db.write('delivery.commit_push', {
    text: `with pushed as (
             update report_pushes
                set state = case when asked_at = $3 then 'pushed' else state end, pushed_at = $4, times = times + 1
              where merchant_id = $1 and report_id = $2 and state = 'pending')
           update report_push_targets set failures = 0, problem = null, next_try_at = null, last_push_at = $4
            where merchant_id = $1`,
    values: [merchantId, report_id, asked_at, at],
  })

/** Writes down why nothing more could be put there, and when it is tried again. */
export const savePushFailure = (db: Db, merchantId: MerchantId, problem: string, nextTryAt: Date): Promise<unknown> =>
  db.write('delivery.commit_push', {
    text: `update report_push_targets set failures = failures + 1, problem = $2, next_try_at = $3, leased_until = null
            where merchant_id = $1`,
    values: [merchantId, problem.slice(0, 500), nextTryAt],
  })

/** The first instant at which a report is to be pushed; the beginning of time when one waits for nothing. */
export const pushDue: DueQuery = `
  select min(coalesce(t.next_try_at, to_timestamp(0))) from report_push_targets t
   where t.removed_at is null
     and exists (select from report_pushes p where p.merchant_id = t.merchant_id and p.state = 'pending')`
