import type { Db, Tx } from '../postgres/db.ts'

/** Gives somebody new codes in place of all that they had. */
export const replaceRecoveryCodes = async (tx: Tx, userId: string, hashes: readonly Buffer[]): Promise<void> => {
  await tx.run({ text: 'delete from recovery_codes where user_id = $1', values: [userId] })
  const text = 'insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])'
  await tx.run({ text, values: [userId, hashes] })
}

/** Uses a code up; answers false where they have no such code left. */
export const useRecoveryCode = async (tx: Tx, userId: string, hash: Buffer, at: Date): Promise<boolean> => {
  const used = await tx.run({
    text: `update recovery_codes set used_at = $3
            where user_id = $1 and code_hash = $2 and used_at is null returning user_id`,
    values: [userId, hash, at],
  })
  return used.length === 1
}

export const countRecoveryCodes = async (db: Db, userId: string): Promise<number> => {
  const text = 'select count(*)::int as n from recovery_codes where user_id = $1 and used_at is null'
  const [row] = await db.read<{ n: number }>({ text, values: [userId] })
  return row?.n ?? 0
}
