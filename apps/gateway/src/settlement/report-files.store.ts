import { closeBreaks } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'

export type ReportKind = 'transactionItems' | 'summary' | 'feeItems' | 'settlement'

/** What a received file was found to be. */
export type ReportFile = {
  readonly fileId: string
  readonly kind: ReportKind
  readonly batchId: string
  readonly agreement: string
  readonly currency: string
  /** The clearing day, or the settlement day; undefined while only another file of the batch says it. */
  readonly day: string | undefined
}

/** What a break about a report that has not come is about. */
export const aboutMissing = (kind: string, agreement: string, day: string): string => `${kind} ${agreement} ${day}`

/**
 * Writes down what a file was found to be. Its agreement is known from its clearing day on; a break that said that it is
 * missing closes.
 */
export const saveReportFile = (db: Db, file: ReportFile, at: Date): Promise<void> =>
  db.transaction('settlement.commit_file', async (tx) => {
    const { fileId, kind, batchId, agreement, currency, day } = file
    await tx.run({
      name: 'save_report_file',
      text: `insert into report_files (file_id, kind, batch_id, participant_agreement_id, currency, day)
             values ($1, $2, $3, $4, $5, $6) on conflict (file_id, batch_id) do nothing`,
      values: [fileId, kind, batchId, agreement, currency, day],
    })
    // It was refused under a name that did not say so.
    await tx.run({
      name: 'close_refusals_of_file',
      text: `update breaks set resolved_at = $2, resolution = 'agreed', reason = 'another name says what it is'
              where kind = 'file_refused' and resolved_at is null and starts_with(about, $1)`,
      values: [fileId, at],
    })
    const firstDay = kind === 'settlement' ? null : day
    await tx.run({
      name: 'save_agreement_of_report',
      text: `insert into settlement_agreements as a (participant_agreement_id, currency, settled_after, first_clearing_day)
             values ($1, $2, 2, $3)
             on conflict (participant_agreement_id) do update
                set first_clearing_day = least(a.first_clearing_day, excluded.first_clearing_day),
                    looked_to = case when a.first_clearing_day <= excluded.first_clearing_day then a.looked_to end
              where a.first_clearing_day is null or a.first_clearing_day > excluded.first_clearing_day`,
      values: [agreement, currency, firstDay],
    })
    if (day !== undefined) await hasCome(tx, file, day, at)
  })

const hasCome = (tx: Tx, { kind, agreement }: Pick<ReportFile, 'kind' | 'agreement'>, day: string, at: Date) =>
  closeBreaks(tx, [{ kind: 'file_missing', about: aboutMissing(kind, agreement, day) }], 'it has come', at)

/** A clearing batch says its day: so do its files. */
export const dateReportFiles = async (
  tx: Tx,
  of: { batchId: string; agreement: string; day: string },
  at: Date,
): Promise<void> => {
  const { batchId, agreement, day } = of
  const dated = await tx.run<{ kind: ReportKind }>({
    text: 'update report_files set day = $2 where batch_id = $1 and day is null returning kind',
    values: [batchId, day],
  })
  for (const { kind } of dated) await hasCome(tx, { kind, agreement }, day, at)
}

/** Contents that have come under names with the batch's id in it: each of these names. */
export const namesakesOf = (db: Pick<Db, 'read'>, batchId: string): Promise<{ file_id: string; path: string }[]> =>
  db.read({
    text: `select n.file_id, n.path
             from received_file_names n join received_files f using (file_id)
            where f.source = 'alipayplus' and f.state <> 'refused' and position($1 in n.path) > 0
              and not exists (select from report_files p where p.file_id = n.file_id and p.batch_id = $1)
            order by n.file_id, n.path collate "C"`,
    values: [batchId],
  })

/** Names of a content of whose batch it is not known yet to be a report. */
export const unreadNames = (db: Pick<Db, 'read'>, fileId: string): Promise<{ path: string }[]> =>
  db.read({
    text: `select n.path from received_file_names n
            where n.file_id = $1
              and not exists (select from report_files p where p.file_id = n.file_id and position(p.batch_id in n.path) > 0)
            order by n.path collate "C"`,
    values: [fileId],
  })

/** Every name under which files have come. */
export const namesOfFiles = (
  db: Pick<Db, 'read'>,
  fileIds: readonly string[],
): Promise<{ file_id: string; path: string }[]> =>
  db.read({
    text: 'select file_id, path from received_file_names where file_id = any ($1::uuid[]) order by path',
    values: [fileIds],
  })

/** The batches that a file was found to be of. */
export const batchesOfFile = (
  db: Pick<Db, 'read'>,
  fileId: string,
): Promise<{ kind: ReportKind; batchId: string; currency: string }[]> =>
  db.read({
    text: `select kind, batch_id as "batchId", currency from report_files where file_id = $1 order by batch_id`,
    values: [fileId],
  })

/** Whether a file of a batch was refused, by what it says or by its name alone. */
export const hasRefusedFile = async (db: Pick<Db, 'read'>, batchId: string): Promise<boolean> => {
  const rows = await db.read({
    text: `select 1 from breaks b join received_files f on f.file_id = left(b.about, 36)::uuid
            where b.kind = 'file_refused' and b.clearing_batch_id = $1 and f.state = 'refused' limit 1`,
    values: [batchId],
  })
  return rows.length > 0
}

/** The files of a batch that have not been refused, in the order of arrival. */
export const filesOfBatch = (
  db: Pick<Db, 'read'>,
  batchId: string,
): Promise<{ file_id: string; kind: ReportKind; currency: string }[]> =>
  db.read({
    text: `select p.file_id, p.kind, p.currency
             from report_files p join received_files f using (file_id)
            where p.batch_id = $1 and f.state <> 'refused' order by f.received_at, f.file_id`,
    values: [batchId],
  })
