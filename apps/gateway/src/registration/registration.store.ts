import type { MerchantId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { Registration, RegistrationNews } from './registration.row.ts'

type RegistrationRow = {
  merchant_id: bigint
  registration_request_id: string
  request: Registration['request']
  requested_at: Date
  accepted_at: Date | null
  ended_at: Date | null
  outcome: 'registered' | 'refused' | null
  detail: string | null
}

const fromRow = (row: RegistrationRow): Registration => ({
  merchantId: row.merchant_id.toString(),
  registrationRequestId: row.registration_request_id,
  request: row.request,
  requestedAt: row.requested_at,
  acceptedAt: row.accepted_at ?? undefined,
  endedAt: row.ended_at ?? undefined,
  outcome: row.outcome ?? undefined,
  detail: row.detail ?? undefined,
})

/** Every request to register a merchant, the youngest first. */
export const readRegistrations = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<Registration[]> => {
  const text = `select * from merchant_registrations where merchant_id = $1
                 order by requested_at desc, registration_request_id`
  return (await read<RegistrationRow>({ text, values: [merchantId] })).map(fromRow)
}

/** Keeps a request that is to be sent at an instant. */
export const insertRegistration = async (
  tx: Tx,
  { merchantId, registrationRequestId, request, requestedAt }: Registration,
  sendAt: Date,
): Promise<void> => {
  await tx.run({
    text: `insert into merchant_registrations (merchant_id, registration_request_id, request, requested_at, next_at)
           values ($1, $2, $3, $4, $5)`,
    values: [merchantId, registrationRequestId, request, requestedAt, sendAt],
  })
}

/** Those that Alipay+ is to be told or asked about now. */
export const dueRegistrations = async (db: Db, at: Date): Promise<Registration[]> => {
  const text = 'select * from merchant_registrations where next_at <= $1 order by next_at limit 20'
  return (await db.read<RegistrationRow>({ text, values: [at] })).map(fromRow)
}

/** When Alipay+ is to be told or asked about one next. */
export const registrationDue: DueQuery = 'select min(next_at) from merchant_registrations where next_at is not null'

/** Writes down what was heard; what has ended stays as it is. */
export const saveRegistrationNews = async (
  db: Db,
  { merchantId, registrationRequestId }: Registration,
  { at, acceptedAt, outcome, detail, nextAt }: RegistrationNews,
): Promise<void> => {
  await db.write('chore.hear_registration', {
    text: `update merchant_registrations
              set accepted_at = coalesce(accepted_at, $3), outcome = $4, ended_at = $5, detail = $6, next_at = $7
            where merchant_id = $1 and registration_request_id = $2 and ended_at is null`,
    values: [
      merchantId,
      registrationRequestId,
      acceptedAt ?? null,
      outcome ?? null,
      outcome === undefined ? null : at,
      detail,
      outcome === undefined ? nextAt : null,
    ],
  })
}

/** Has Alipay+ asked at once; answers false where there is nothing to ask. */
export const askAtOnce = async (db: Db, registrationRequestId: string, at: Date): Promise<boolean> => {
  const merchantId = /^(\d{10})-/.exec(registrationRequestId)?.[1]
  if (merchantId === undefined) return false
  const asked = await db.write('chore.hear_registration', {
    text: `update merchant_registrations set next_at = least(next_at, $3)
            where merchant_id = $1 and registration_request_id = $2 and ended_at is null returning merchant_id`,
    values: [BigInt(merchantId), registrationRequestId, at],
  })
  return asked.length === 1
}
