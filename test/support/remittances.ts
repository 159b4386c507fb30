import { remittanceIdOf } from '@silkgate/domain'
import type { TestSandbox } from './sandbox.ts'

type Movement = {
  readonly kind: string
  readonly movementId: string
  readonly paymentId?: string
  readonly about?: string
  readonly minor: bigint
}

/** Writes down a remittance as a run would have, with what it is made of; answers its id. */
export const storeRemittance = async (
  { db }: Pick<TestSandbox, 'db'>,
  merchantId: string,
  number: number,
  at: Date,
  movements: readonly Movement[],
  { currency = 'EUR', status = 'confirmed' } = {},
): Promise<string> => {
  const remittanceId = remittanceIdOf(merchantId, currency, BigInt(number))
  const sum = movements.reduce((all, { minor }) => all + minor, 0n)
  const account = { version: 1, holder: 'Shop', account: { iban: 'NL20INGB0001234567' }, address: { country: 'NL' } }
  await db.write('chore.set_up', {
    text: `insert into remittances (merchant_id, remittance_id, run_id, currency, minor, status, after_position, cutoff_position,
                     available_at_cutoff, allowed_negative, carried_over_minor, movements_minor, reserve_minor, kept_back_minor,
                     account, created_at, started_by)
           values ($1, $2, gen_random_uuid(), $3, $4, $5, 0, 1, $4, 0, 0, $4, 0, 0, $6, $7, 'test')`,
    values: [merchantId, remittanceId, currency, sum, status, JSON.stringify(account), at],
  })
  await db.write('chore.set_up', {
    text: `insert into remittance_payments (merchant_id, remittance_id, movement_id, kind, payment_id, about, minor, at)
           select $1, $2, "movementId", kind, "paymentId", about, minor, $3
             from json_to_recordset($4) as r ("movementId" text, kind text, "paymentId" text, about text, minor bigint)`,
    values: [
      merchantId,
      remittanceId,
      at,
      JSON.stringify(movements.map(({ minor, ...rest }) => ({ ...rest, minor: minor.toString() }))),
    ],
  })
  return remittanceId
}
