import type { MerchantId, Role } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { UserRow } from './user.store.ts'

export type PersonRow = Pick<
  UserRow,
  'user_id' | 'email' | 'name' | 'role' | 'merchant_id' | 'created_at' | 'disabled_at' | 'locked_until'
> & {
  readonly has_password: boolean
  readonly has_totp: boolean
  readonly passkeys: number
  readonly has_oidc: boolean
  readonly last_seen_at: Date | null
  readonly invited_until: Date | null
}

const person = `select u.user_id, u.email, u.name, u.role, u.merchant_id, u.created_at, u.disabled_at, u.locked_until,
       u.password_hash is not null as has_password, u.totp_secret is not null as has_totp,
       (select count(*)::int from passkeys p where p.user_id = u.user_id) as passkeys,
       exists (select from oidc_links o where o.user_id = u.user_id) as has_oidc,
       (select max(last_seen_at) from console_sessions s where s.user_id = u.user_id) as last_seen_at,
       (select max(expires_at) from mailed_links l
         where l.user_id = u.user_id and l.kind = 'invitation' and l.used_at is null) as invited_until
  from users u`

/** People, of one merchant or all. */
export const listPeople = (db: Db, merchantId: MerchantId | undefined): Promise<PersonRow[]> =>
  db.read<PersonRow>({
    text: `${person} where $1::bigint is null or u.merchant_id = $1 order by u.merchant_id nulls first, u.email limit 1000`,
    values: [merchantId ?? null],
  })

/** Somebody, disabled or not, if they are of the merchant that is named. */
export const lockPerson = async (
  tx: Tx,
  userId: string,
  merchantId: MerchantId | undefined,
): Promise<PersonRow | undefined> => {
  const [row] = await tx.run<PersonRow>({
    text: `${person} where u.user_id = $1 and ($2::bigint is null or u.merchant_id = $2) for update of u`,
    values: [userId, merchantId ?? null],
  })
  return row
}

export const savePerson = async (
  tx: Tx,
  userId: string,
  { name, role }: { name: string; role: Role },
): Promise<void> => {
  await tx.run({ text: 'update users set name = $2, role = $3 where user_id = $1', values: [userId, name, role] })
}
