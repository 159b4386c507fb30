import type { Db, Tx } from '../postgres/db.ts'

/** Whom somebody at the other sign-in is here; undefined the first time. */
export const readOidcLink = async (db: Db, issuer: string, subject: string): Promise<string | undefined> => {
  const text = 'select user_id from oidc_links where issuer = $1 and subject = $2'
  const [row] = await db.read<{ user_id: string }>({ text, values: [issuer, subject] })
  return row?.user_id
}

export type OidcLink = { readonly userId: string; readonly issuer: string; readonly subject: string }

/** Links the two for good; answers false where either is linked otherwise. */
export const keepOidcLink = async (tx: Tx, { userId, issuer, subject }: OidcLink, at: Date): Promise<boolean> => {
  await tx.run({
    text: `insert into oidc_links (user_id, issuer, subject, linked_at) values ($1, $2, $3, $4) on conflict do nothing`,
    values: [userId, issuer, subject, at],
  })
  const text = 'select 1 from oidc_links where user_id = $1 and issuer = $2 and subject = $3'
  return (await tx.run({ text, values: [userId, issuer, subject] })).length === 1
}
