import type { SignInNeed } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { needOf } from './rule.store.ts'

export type LinkKind = 'invitation' | 'recovery'

export type NewLink = {
  readonly tokenHash: Buffer
  readonly kind: LinkKind
  readonly userId: string
  readonly until: Date
}

/** Makes a link, and ends those of the same kind that somebody had before. */
export const insertLink = async (tx: Tx, { tokenHash, kind, userId, until }: NewLink, at: Date): Promise<void> => {
  await endLinks(tx, userId, [kind], at)
  await tx.run({
    text: `insert into mailed_links (token_hash, kind, user_id, made_at, expires_at) values ($1, $2, $3, $4, $5)`,
    values: [tokenHash, kind, userId, at, until],
  })
}

export const endLinks = async (tx: Tx, userId: string, kinds: readonly LinkKind[], at: Date): Promise<void> => {
  const text = `update mailed_links set used_at = $3 where user_id = $1 and kind = any($2) and used_at is null`
  await tx.run({ text, values: [userId, kinds, at] })
}

export const countLinks = async (tx: Tx, userId: string, kind: LinkKind, since: Date): Promise<number> => {
  const text = 'select count(*)::int as n from mailed_links where user_id = $1 and kind = $2 and made_at > $3'
  const [row] = await tx.run<{ n: number }>({ text, values: [userId, kind, since] })
  return row?.n ?? 0
}

type Linked = { readonly kind: LinkKind; readonly user_id: string; email: string; name: string; need: SignInNeed }

const valid = `from mailed_links l join users u using (user_id)
  where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and u.disabled_at is null`

/** Whom a link that can still be used is for. */
export const readLink = async (db: Db, tokenHash: Buffer, at: Date): Promise<Linked | undefined> => {
  const text = `select l.kind, u.user_id, u.email, u.name, ${needOf('u')} as need ${valid}`
  const [row] = await db.read<Linked>({ text, values: [tokenHash, at] })
  return row
}

/** Uses a link up; undefined where it cannot be used any more. */
export const useLink = async (tx: Tx, tokenHash: Buffer, at: Date): Promise<LinkKind | undefined> => {
  const text = `update mailed_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2
                returning kind`
  const [row] = await tx.run<{ kind: LinkKind }>({ text, values: [tokenHash, at] })
  return row?.kind
}
