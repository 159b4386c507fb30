import type { Db } from '../postgres/db.ts'

export type Question = {
  readonly hash: Buffer
  readonly kind: 'new_passkey' | 'passkey' | 'oidc'
  readonly userId?: string
  readonly sealed?: Buffer
}

/** Remembers what a browser was asked, until it answers. */
export const insertQuestion = async (db: Db, { hash, kind, userId, sealed }: Question, until: Date): Promise<void> => {
  const text = `insert into sign_in_questions (question_hash, kind, user_id, sealed, expires_at)
                values ($1, $2, $3, $4, $5) on conflict do nothing`
  await db.write('chore.sign_in', { text, values: [hash, kind, userId ?? null, sealed ?? null, until] })
}

type Asked = { readonly user_id: string | null; readonly sealed: Buffer | null }

/** Takes a question that is being answered: it counts once, and not for ever. */
export const takeQuestion = async (
  db: Db,
  { hash, kind }: Pick<Question, 'hash' | 'kind'>,
  at: Date,
): Promise<Asked | undefined> => {
  const text = `delete from sign_in_questions where question_hash = $1 and kind = $2 and expires_at > $3
                returning user_id, sealed`
  const [asked] = await db.write<Asked>('chore.sign_in', { text, values: [hash, kind, at] })
  return asked
}

/** Removes what nobody answered in time, and links that nobody can use any more. */
export const deleteOldQuestions = async (db: Db, at: Date): Promise<number> => {
  const gone = await db.write('chore.clean_up', {
    text: `with questions as (delete from sign_in_questions where expires_at < $1 returning 1),
                links as (delete from mailed_links where expires_at < $1::timestamptz - interval '30 days' returning 1)
           select 1 from questions union all select 1 from links`,
    values: [at],
  })
  return gone.length
}
