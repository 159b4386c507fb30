import type { DueReport, SettlementAgreement, SettlementTerms } from '@silkgate/domain'
import { openBreaks } from '../break/index.ts'
import type { Db } from '../postgres/db.ts'
import { aboutMissing } from './report-files.store.ts'

/** An agreement of which a clearing day is known, and up to which day it was looked for files that are missing. */
export type KnownAgreement = SettlementAgreement & { readonly lookedTo: string | undefined }

type AgreementRow = {
  participant_agreement_id: string
  currency: string
  settled_after: number
  first_clearing_day: string
  looked_to: string | null
}

/** Agreements whose first clearing day is known. */
export const knownAgreements = async (db: Db): Promise<KnownAgreement[]> => {
  const rows = await db.read<AgreementRow>({
    name: 'known_agreements',
    text: `select participant_agreement_id, currency, settled_after,
                  to_char(first_clearing_day, 'YYYY-MM-DD') as first_clearing_day,
                  to_char(looked_to, 'YYYY-MM-DD') as looked_to
             from settlement_agreements where first_clearing_day is not null order by participant_agreement_id`,
    values: [],
  })
  return rows.map((row) => ({
    agreement: row.participant_agreement_id,
    currency: row.currency,
    settledAfter: row.settled_after as SettlementTerms,
    firstClearingDay: row.first_clearing_day,
    lookedTo: row.looked_to ?? undefined,
  }))
}

/** Says after how many business days an agreement is settled. */
export const putAgreement = async (
  db: Db,
  { agreement, currency, settledAfter }: Pick<SettlementAgreement, 'agreement' | 'currency' | 'settledAfter'>,
): Promise<void> => {
  await db.write('chore.set_up', {
    text: `insert into settlement_agreements (participant_agreement_id, currency, settled_after) values ($1, $2, $3)
           on conflict (participant_agreement_id) do update set currency = $2, settled_after = $3`,
    values: [agreement, currency, settledAfter],
  })
}

/** Those of some reports that have not come; a report that was refused has not. */
export const withoutFile = async (db: Db, reports: readonly DueReport[]): Promise<DueReport[]> => {
  const wanted = reports.map(({ kind, agreement, day }, index) => ({ index, kind, agreement, day }))
  const missing = await db.read<{ index: number }>({
    text: `select r.index from json_to_recordset($1) as r (index int, kind text, agreement text, day date)
            where not exists (
                    select from report_files p join received_files f using (file_id)
                     where p.participant_agreement_id = r.agreement and p.day = r.day and p.kind = r.kind
                       and f.state <> 'refused')`,
    values: [JSON.stringify(wanted)],
  })
  return missing.flatMap(({ index }) => reports[index] ?? [])
}

/** Opens a break for each report that is missing, and notes how far it was looked. */
export const saveLook = (
  db: Db,
  { agreement, day, at }: { agreement: string; day: string; at: Date },
  missing: readonly DueReport[],
): Promise<void> =>
  db.transaction('settlement.commit_look', async (tx) => {
    const breaks = missing.map(({ kind, currency, day: of, dueAt }) => {
      const what = { field: 'file', ours: `due at ${dueAt.toISOString()}`, theirs: 'has not come' } as const
      return { kind: 'file_missing' as const, about: aboutMissing(kind, agreement, of), currency, minor: 0n, ...what }
    })
    await openBreaks(tx, breaks, at)
    await tx.run({
      text: `update settlement_agreements set looked_to = $2
              where participant_agreement_id = $1 and (looked_to is null or looked_to < $2)`,
      values: [agreement, day],
    })
  })
