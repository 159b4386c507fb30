import { nextAnswerLook } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** When the bank's folder is to be looked at next for answers to what we sent; undefined where nothing is unanswered. */
export const nextLookForAnswers = async (db: Pick<Db, 'read'>, after: Date): Promise<Date | undefined> => {
  const rows = await db.read<{ sent_at: Date }>({
    text: `select f.sent_at from remittance_files f
            where f.sent_at > $1::timestamptz - interval '7 days'
              and (exists (select from remittances r where r.file_id = f.file_id and r.status = 'sent')
                or exists (select from sweeps s where s.file_id = f.file_id
                              and num_nonnulls(s.accepted_at, s.rejected_at, s.left_at, s.arrived_at) = 0))`,
    values: [after],
  })
  const looks = rows.flatMap(({ sent_at }) => nextAnswerLook(sent_at, after) ?? [])
  return looks.reduce<Date | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined)
}
