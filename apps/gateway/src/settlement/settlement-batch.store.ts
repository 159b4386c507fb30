import { figure } from '@silkgate/domain'
import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'

/** A settlement batch as its file says it, with the clearing batches that it settles. */
export type SettlementBatch = {
  readonly settlementBatchId: string
  readonly agreement: string
  readonly currency: string
  readonly fileId: string
  /** The number at the end of its file's name: a higher one corrects a lower one. */
  readonly sequence: number | undefined
  readonly saidMinor: bigint
  readonly settlementDay: string
  readonly valueDay: string
  readonly parts: readonly { readonly clearingBatchId: string; readonly minor: bigint }[]
}

/** The headers that breaks are about. */
export type SettlementFields = { readonly total: string; readonly part: string }

/**
 * Writes a settlement batch with its parts, in place of what was said of it before: a part that is not named any more is taken
 * out. Once its money has come, nothing is changed.
 */
const saveSettlementBatch = async (tx: Tx, batch: SettlementBatch, at: Date): Promise<void> => {
  const { settlementBatchId, agreement, currency, fileId, saidMinor, settlementDay, valueDay, parts } = batch
  const saved = await tx.run({
    text: `insert into settlement_batches as b (settlement_batch_id, participant_agreement_id, currency, file_id, said_minor,
             settlement_date, value_date, taken_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (settlement_batch_id) do update
              set file_id = $4, said_minor = $5, settlement_date = $6, value_date = $7 where b.settled_at is null
           returning 1`,
    values: [settlementBatchId, agreement, currency, fileId, saidMinor, settlementDay, valueDay, at],
  })
  if (saved.length === 0) return
  const named = parts.map(({ clearingBatchId }) => clearingBatchId)
  await tx.run({
    text: 'delete from settlement_batch_parts where settlement_batch_id = $1 and clearing_batch_id <> all ($2)',
    values: [settlementBatchId, named],
  })
  await tx.run({
    text: `update breaks set resolved_at = $3, resolution = 'agreed', reason = 'a better file does not name it'
            where settlement_batch_id = $1 and kind = 'total_differs' and resolved_at is null
              and clearing_batch_id <> all ($2)`,
    values: [settlementBatchId, named, at],
  })
  await tx.run({
    text: `insert into settlement_batch_parts (settlement_batch_id, clearing_batch_id, said_minor)
           select $1, clearing_batch_id, minor from json_to_recordset($2) as r (clearing_batch_id text, minor bigint)
           on conflict (settlement_batch_id, clearing_batch_id) do update set said_minor = excluded.said_minor`,
    values: [settlementBatchId, partsText(parts)],
  })
}

const foots = ({ saidMinor, parts }: SettlementBatch): boolean =>
  saidMinor === parts.reduce((sum, { minor }) => sum + minor, 0n)

/** Answers in how many of its parts a version differs from the clearing batches that are in. */
const differingParts = async (tx: Tx, versions: readonly SettlementBatch[]) => {
  const rows = await tx.run<{ id: string; net: bigint }>({
    text: `select clearing_batch_id as id, summary_net_minor as net from clearing_batches where clearing_batch_id = any ($1)`,
    values: [versions.flatMap(({ parts }) => parts.map((part) => part.clearingBatchId))],
  })
  const nets = new Map(rows.map(({ id, net }) => [id, net]))
  return ({ parts }: SettlementBatch): number =>
    parts.filter(({ clearingBatchId, minor }) => (nets.get(clearingBatchId) ?? minor) !== minor).length
}

/**
 * Writes a settlement batch of which there are several files, in an order of their own: those count that add up, of them those
 * that agree most with the clearing batches, and of them the one with the highest number in its name. As good as that one is
 * another under the same number, or under a name without one: what it says otherwise is a break; so is what the one that counts
 * says otherwise than the one whose money has come.
 */
export const saveSettlementVersions = async (
  tx: Tx,
  versions: readonly SettlementBatch[],
  fields: SettlementFields,
  at: Date,
): Promise<void> => {
  const differing = versions.length > 1 ? await differingParts(tx, versions) : () => 0
  const worth = (one: SettlementBatch) => (foots(one) ? 0 : 1_000_000) + differing(one)
  const [best] = versions.toSorted((a, b) => worth(a) - worth(b) || (b.sequence ?? -1) - (a.sequence ?? -1))
  if (best === undefined) return
  const { settlementBatchId } = best
  await saveSettlementBatch(tx, best, at)
  const rivals = versions.filter(
    (one) => worth(one) === worth(best) && (one.sequence === undefined || one.sequence === best.sequence),
  )
  const found: Break[] = []
  for (const rival of rivals) found.push(...(await contradictionsOf(tx, rival, fields)))
  await openBreaks(tx, [...new Map(found.map((one) => [one.about, one])).values()], at)
  await tx.run({
    text: `update breaks set resolved_at = $2, resolution = 'agreed', reason = 'another file agrees'
            where settlement_batch_id = $1 and kind = 'row_differs' and resolved_at is null and about <> all ($3)`,
    values: [settlementBatchId, at, found.map(({ about }) => about)],
  })
}

/** Settlement batches that settle a clearing batch, of which there are several reports, and whose money has not come. */
export const contestedSettlements = (
  db: Pick<Db, 'read'>,
  clearingBatchId: string,
): Promise<{ batchId: string; agreement: string; currency: string }[]> =>
  db.read({
    text: `select settlement_batch_id as "batchId", participant_agreement_id as agreement, currency
             from settlement_batches s join settlement_batch_parts p using (settlement_batch_id)
            where p.clearing_batch_id = $1 and s.settled_at is null
              and (select count(*) from report_files f where f.batch_id = s.settlement_batch_id) > 1
            order by settlement_batch_id collate "C"`,
    values: [clearingBatchId],
  })

/** Whether a clearing or settlement batch of an id is in. */
export const isBatchIn = async (tx: Tx, batchId: string): Promise<boolean> => {
  const rows = await tx.run({
    text: `select 1 from clearing_batches where clearing_batch_id = $1
           union all select 1 from settlement_batches where settlement_batch_id = $1`,
    values: [batchId],
  })
  return rows.length > 0
}

const partsText = (parts: SettlementBatch['parts']): string =>
  JSON.stringify(
    parts.map(({ clearingBatchId, minor }) => ({ clearing_batch_id: clearingBatchId, minor: String(minor) })),
  )

/** What a file of a settlement batch says otherwise than the one that counts: a break for each. */
const contradictionsOf = async (tx: Tx, batch: SettlementBatch, fields: SettlementFields): Promise<Break[]> => {
  const { settlementBatchId, currency, parts } = batch
  const differing = await tx.run<{ part: string | null; ours: bigint | null; theirs: bigint | null }>({
    text: `select null as part, said_minor as ours, $3::bigint as theirs from settlement_batches
            where settlement_batch_id = $1 and said_minor <> $3
           union all
           select clearing_batch_id, p.said_minor, r.minor
             from (select * from settlement_batch_parts where settlement_batch_id = $1) p
             full join json_to_recordset($2) as r (clearing_batch_id text, minor bigint) using (clearing_batch_id)
            where p.said_minor is distinct from r.minor`,
    values: [settlementBatchId, partsText(parts), batch.saidMinor],
  })
  return differing.map(({ part, ours, theirs }): Break => {
    const about = part === null ? settlementBatchId : `${settlementBatchId}/${part}`
    const figures = {
      minor: (theirs ?? 0n) - (ours ?? 0n),
      ours: figure(`${ours ?? 'none'}`),
      theirs: figure(`${theirs ?? 'none'}`),
    }
    const field = part === null ? fields.total : fields.part
    return { kind: 'row_differs', about, settlementBatchId, currency, field, ...figures }
  })
}

type Sum = { settlement_batch_id: string; currency: string; part: string | null; ours: bigint; theirs: bigint }

/**
 * Foots the settlement batches of an id, or those that settle a clearing batch: the total is the sum of the parts, and a part
 * is the net of its clearing batch, where that is in. Opens a break for each difference and closes what agrees.
 */
export const footSettlement = async (
  tx: Tx,
  of: { readonly settlementBatchId?: string; readonly clearingBatchId?: string },
  fields: SettlementFields,
  at: Date,
): Promise<void> => {
  const sums = await tx.run<Sum>({
    text: `with footed as (
             select * from settlement_batches s
              where s.settlement_batch_id = $1
                 or s.settlement_batch_id in (
                      select settlement_batch_id from settlement_batch_parts where clearing_batch_id = $2))
           select f.settlement_batch_id, f.currency, null as part, f.said_minor as theirs,
                  coalesce((select sum(p.said_minor) from settlement_batch_parts p
                             where p.settlement_batch_id = f.settlement_batch_id), 0)::bigint as ours
             from footed f
           union all
           select f.settlement_batch_id, f.currency, p.clearing_batch_id, p.said_minor, b.summary_net_minor
             from footed f join settlement_batch_parts p using (settlement_batch_id)
             join clearing_batches b using (clearing_batch_id)`,
    values: [of.settlementBatchId ?? null, of.clearingBatchId ?? null],
  })
  const footings = sums.map(({ settlement_batch_id: settlementBatchId, currency, part, ours, theirs }): Break => {
    const about = part === null ? settlementBatchId : `${settlementBatchId}/${part}`
    const of = { settlementBatchId, clearingBatchId: part ?? undefined, currency }
    const figures = { minor: theirs - ours, ours: figure(`${ours}`), theirs: figure(`${theirs}`) }
    return { kind: 'total_differs', about, ...of, field: part === null ? fields.total : fields.part, ...figures }
  })
  const isOff = ({ ours, theirs }: Break) => ours !== theirs
  await openBreaks(tx, footings.filter(isOff), at)
  await closeBreaks(
    tx,
    footings.filter((one) => !isOff(one)),
    'it agrees',
    at,
  )
}
