import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { placePayoutAccount } from '../../apps/gateway/src/merchant/payout-account.store.ts'
import type { Fault, FaultName } from '../../apps/simulator/src/fault/faults.ts'
import { anOrder, type Identity } from './merchant.ts'
import { addShop, silkgate, type TestSandbox } from './sandbox.ts'
import { openShop } from './shop.ts'
import { payInWallet } from './simulator.ts'

/** A line of the command line. */
export type Line = Record<string, unknown>

export type Terms = {
  readonly rhythm: 'daily' | 'weekly' | 'threshold'
  readonly reserveBasisPoints?: number
  readonly reserveDays?: number
}

/**
 * Adds a shop in euros that can be paid, by terms that hold from its first day. With the rhythm `threshold` it is paid by hand
 * alone: its threshold is never reached.
 */
export const addPaidShop = async (sandbox: TestSandbox, merchantId: string, terms: Terms): Promise<Identity> => {
  const shop = await addShop(sandbox, merchantId)
  await sandbox.db.transaction('chore.set_up', async (tx) => {
    const account = {
      ...{ merchantId, currency: 'EUR', version: 1, bic: 'DEMONL2A', holder: `Shop ${merchantId}` },
      account: { iban: 'NL91ABNA0417164300' },
      address: { street: 'Damrak', building: '1', postcode: '1012 LG', town: 'Amsterdam', country: 'NL' },
    }
    await placePayoutAccount(tx, account, new Date('2026-01-01'))
    await tx.run({
      text: `update contracts set rhythm = $2, reserve_basis_points = $3, reserve_days = $4, valid_from = '2026-01-01',
                    thresholds = '{"EUR": 1000000000}' where merchant_id = $1`,
      values: [merchantId, terms.rhythm, terms.reserveBasisPoints ?? 0, terms.reserveDays ?? 0],
    })
  })
  return shop
}

/** Sells something for so much; answers the payment, CAPTURED. */
export const sell = async (
  sandbox: TestSandbox,
  identity: Identity,
  amount: number,
  currency = 'EUR',
): Promise<string> => {
  const shop = openShop(sandbox, identity)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, currency))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

/** Pays a merchant by hand. */
export const payByHand = (sandbox: TestSandbox, merchantId: string, by = 'anna@psp.example'): Promise<Line[]> =>
  silkgate(sandbox, 'remittance', 'run', '--as', by, '--merchant', merchantId)

/** A merchant's remittances, the first one first. */
export const remittancesOf = async (sandbox: TestSandbox, merchantId: string): Promise<Line[]> =>
  (await silkgate(sandbox, 'remittance', 'list', '--merchant', merchantId)).toReversed()

/** What a merchant's accounts hold, as their owner reads them; accounts that are level are left out. */
export const heldFor = async ({ db }: TestSandbox, merchantId: string): Promise<Record<string, bigint>> => {
  const rows = await db.read<{ account: string; minor: bigint }>({
    text: `select account, sum(minor)::bigint as minor from (
             select credit as account, minor from transfers where merchant_id = $1
             union all select debit, - minor from transfers where merchant_id = $1) t
            where account = any ('{available,reserve,remittance_in_transit}') group by account having sum(minor) <> 0`,
    values: [merchantId],
  })
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]))
}

/** Every promise holds, and no entry on a bank statement is unexplained. */
export const assertAllHolds = async (sandbox: TestSandbox): Promise<void> => {
  const verified = await silkgate(sandbox, 'verify', '--all')
  assert.deepEqual(
    verified.filter(({ holds }) => holds !== true),
    [],
  )
  assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
}

/** Nothing is paid while it is in force. */
export const placeHold = ({ db }: TestSandbox, merchantId: string, about: string, objectId: string, by: string) =>
  db.write('chore.set_up', {
    text: `insert into holds (merchant_id, hold_id, about, object_id, reason, placed_by, placed_at)
           values ($1, gen_random_uuid(), $2, $3, 'looked into', $4, '2026-11-24')`,
    values: [merchantId, about, objectId, by],
  })

export const releaseHold = ({ db }: TestSandbox, merchantId: string, by: string) =>
  db.write('chore.set_up', {
    text: `update holds set released_by = $2, released_at = '2026-11-27' where merchant_id = $1 and released_at is null`,
    values: [merchantId, by],
  })

const share = 0.02

/** A fault that strikes one of some remittances: what is struck is drawn by a seed and the remittance's id. */
export const strikes = (name: FaultName, remittanceId: string, all: readonly string[]): Fault => {
  const draw = (seed: number, id: string) =>
    createHash('sha256').update(`${seed}/${id}`).digest().readUInt32BE() / 2 ** 32
  for (let seed = 1; ; seed++) {
    if (draw(seed, remittanceId) < share && all.every((id) => id === remittanceId || draw(seed, id) >= share)) {
      return { name, share, seed }
    }
  }
}
