import type { SaidByFile, Total } from '@silkgate/domain'
import { type Break, openBreaks } from '../break/index.ts'
import type { Row, Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import { comparedLines } from './compare-lines.ts'
import { holdSettlementOf, type LateLine, postLateLines } from './late-lines.store.ts'
import { openLineBreaks } from './line-breaks.store.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'
import { type FeesOfLines, findStraysIn, lineColumns, postFees } from './match-lines.store.ts'

/**
 * Several files may hold a batch: parts of it, or the same and not alike. Of each line that version counts which agrees with
 * our books, its fees with our contract, and where none does, or several do, a fixed one. So it does not matter in which order
 * they came.
 */

/** Makes the temporary tables for what several files say; they are gone with the transaction. */
export const createVersions = async (tx: Tx): Promise<void> => {
  for (const table of [
    'item_versions (like staged_items, file int)',
    'fee_versions (transaction_id text, fee_type text, minor bigint, file int)',
    'line_versions (like report_lines, is_agreed boolean, place bigint)',
  ]) {
    await tx.run({ text: `create temp table ${table} on commit drop`, values: [] })
  }
}

/** Keeps the staged items of a file, by its place among the files, and makes room for the next. */
export const keepItemVersion = async (tx: Tx, file: number): Promise<void> => {
  await tx.run({ text: 'insert into item_versions select *, $1 from staged_items', values: [file] })
  await tx.run({ text: 'truncate staged_items', values: [] })
}

/** The same for fees. */
export const keepFeeVersion = async (tx: Tx, file: number): Promise<void> => {
  await tx.run({
    text: 'insert into fee_versions select transaction_id, fee_type, minor, $1 from staged_fees',
    values: [file],
  })
  await tx.run({ text: 'drop table staged_fee_sums', values: [] })
  await tx.run({ text: 'truncate staged_fees', values: [] })
}

const keys = { item_versions: 'transaction_type, transaction_id', fee_versions: 'transaction_id, fee_type' } as const

type Shared = Pick<SaidByFile, 'hasRows' | 'sharesRowsWith'>

/** Of so many files, by their places, which have rows, and which have rows in common. */
export const rowsInCommon = async (tx: Tx, table: keyof typeof keys, files: number): Promise<Shared[]> => {
  const rows = await tx.run<{ one: number; other: number }>({
    text: `select distinct a.file as one, b.file as other from ${table} a join ${table} b using (${keys[table]}) order by 1, 2`,
    values: [],
  })
  return Array.from({ length: files }, (_, place) => {
    const shared = rows.filter(({ one }) => one === place).map(({ other }) => other)
    return { hasRows: shared.length > 0, sharesRowsWith: shared.filter((other) => other !== place) }
  })
}

const feesOf = (type: string) => `(select distinct transaction_id, minor from fee_versions where fee_type = '${type}')`

const versions = `
  select i.*, coalesce(i.found_payment_id, i.transaction_request_id) as own_id,
         coalesce(f.minor, 0) as interchange_minor, coalesce(s.minor, 0) as service_minor
    from item_versions i left join ${feesOf('INTERCHANGE_FEE')} f on f.transaction_id = i.transaction_id
    left join ${feesOf('SERVICE_FEE')} s on s.transaction_id = i.transaction_id`

const sameAmounts = (a: string, b: string) =>
  `(${a}.settlement_minor, ${a}.amount_minor, ${a}.currency) = (${b}.settlement_minor, ${b}.amount_minor, ${b}.currency)`
const sameFees = (a: string, b: string) =>
  `(${a}.interchange_minor, ${a}.service_minor) = (${b}.interchange_minor, ${b}.service_minor)`
const sameLine = (a: string, b: string) =>
  `${a}.transaction_type = ${b}.transaction_type and ${a}.transaction_id = ${b}.transaction_id`

/** What a person took as it is, or what agreed when it came, stays. */
const isKept = `(l.outcome = 'agreed' and ${sameAmounts('c', 'l')} and ${sameFees('c', 'l')}
  and (c.outcome, c.fee_difference_minor) is distinct from (l.outcome, l.fee_difference_minor))`

/**
 * A line whose payment is not the one that it names was matched by a person, or by Alipay+'s own id: it stays with it. So does
 * one with a refund, where the file names none of ours.
 */
const keepMatched = `
  update item_versions i
     set merchant_id = l.merchant_id,
         found_payment_id = case l.transaction_type when 'REFUND' then i.found_payment_id else l.payment_id end,
         transaction_request_id = case l.transaction_type when 'REFUND' then l.transaction_request_id
                                                          else i.transaction_request_id end
    from report_lines l
   where l.clearing_batch_id = $1 and ${sameLine('l', 'i')}
     and case l.transaction_type
           when 'REFUND' then l.payment_id is not null and l.transaction_request_id <> i.transaction_request_id
             and not exists (select from refunds r
                              where r.merchant_id = i.merchant_id and r.refund_id = i.transaction_request_id)
           else l.transaction_request_id = i.transaction_request_id and l.payment_id <> l.transaction_request_id end`

const rankVersions = async (tx: Tx, { clearingBatchId, agreement, clearingDay, currency }: LinesOfBatch) => {
  await planByIndexes(tx)
  await tx.run({ text: findStraysIn('item_versions'), values: [] })
  await tx.run({ text: keepMatched, values: [clearingBatchId] })
  await tx.run({
    text: `insert into line_versions (clearing_batch_id, outcome, ${lineColumns}, is_agreed, place)
           select $1, outcome, ${lineColumns}, is_agreed,
                  row_number() over (partition by transaction_type, transaction_id
                    order by is_kept desc, is_agreed desc, (fee_difference_minor = 0) desc, settlement_minor desc,
                             amount_minor desc, currency, interchange_minor desc, service_minor desc,
                             transaction_request_id collate "C", transaction_time, file_row)
             from (select c.*, coalesce(${isKept}, false) as is_kept,
                          c.outcome = 'agreed' or coalesce(l.outcome = 'agreed' and ${sameAmounts('c', 'l')}, false) as is_agreed
                     from (${comparedLines(versions)}) c
                     left join report_lines l on l.clearing_batch_id = $1 and ${sameLine('l', 'c')}) ranked`,
    values: [clearingBatchId, agreement, clearingDay, currency],
  })
}

/** Lines that did not agree are replaced, and new ones added: they stay in doubt until they are compared. */
const replaceDoubtful = async (tx: Tx, clearingBatchId: string): Promise<void> => {
  await tx.run({
    text: `update report_lines l
              set (outcome, ${lineColumns}) = (select 'in_doubt', ${lineColumns} from line_versions x
                                                where x.place = 1 and ${sameLine('x', 'v')})
             from line_versions v
            where v.place = 1 and l.clearing_batch_id = $1 and ${sameLine('l', 'v')} and l.outcome <> 'agreed'
              and not (${sameAmounts('l', 'v')} and ${sameFees('l', 'v')}
                       and l.transaction_request_id = v.transaction_request_id)`,
    values: [clearingBatchId],
  })
  await tx.run({
    text: `insert into report_lines (clearing_batch_id, outcome, ${lineColumns})
           select $1, 'in_doubt', ${lineColumns} from line_versions v
            where place = 1 and not exists (
                    select from report_lines l where l.clearing_batch_id = $1 and ${sameLine('l', 'v')})`,
    values: [clearingBatchId],
  })
}

/** Lines that agree may have other fees by now: what was posted for the former ones is set right. */
const replaceFees = async (tx: Tx, batch: LinesOfBatch, part: string): Promise<void> => {
  const settledIn = await holdSettlementOf(tx, batch.clearingBatchId)
  const changed = await tx.run<LateLine & FeesOfLines>({
    text: `update report_lines l
              set interchange_minor = v.interchange_minor, service_minor = v.service_minor,
                  fee_difference_minor = v.fee_difference_minor
             from line_versions v join report_lines o on o.clearing_batch_id = $1 and ${sameLine('o', 'v')}
            where v.place = 1 and l.clearing_batch_id = $1 and ${sameLine('l', 'v')}
              and l.merchant_id = o.merchant_id and l.transaction_request_id = o.transaction_request_id
              and l.outcome = 'agreed' and ${sameAmounts('l', 'v')} and not ${sameFees('l', 'v')}
           returning l.merchant_id, concat_ws('/', $1::text, l.transaction_type, l.transaction_id) as about,
                     l.interchange_minor - o.interchange_minor as interchange, l.service_minor - o.service_minor as service,
                     l.fee_difference_minor - o.fee_difference_minor as difference,
                     o.interchange_minor + o.service_minor - l.interchange_minor - l.service_minor as net`,
    values: [batch.clearingBatchId],
  })
  await postFees(tx, changed, batch, part)
  await postLateLines(tx, settledIn, changed, batch, part)
}

type Fields = { readonly amount: string; readonly settlement: string; readonly fee: string }

/** Versions of a line that are as good as the one that counts, and say something else. */
const contradictions = `
  select concat_ws('/', $1::text, c.transaction_type, c.transaction_id) as about,
         case when c.settlement_minor <> v.settlement_minor then $2 else $3 end as field,
         case when c.settlement_minor <> v.settlement_minor then c.settlement_minor::text
              else c.amount_minor || ' ' || c.currency end as ours,
         case when c.settlement_minor <> v.settlement_minor then v.settlement_minor::text
              else v.amount_minor || ' ' || v.currency end as theirs,
         v.settlement_minor - c.settlement_minor as minor, v.place
    from line_versions c join line_versions v on ${sameLine('v', 'c')}
   where c.place = 1 and not c.is_agreed and not v.is_agreed and not ${sameAmounts('v', 'c')}
  union all
  select concat_ws('/', $1::text, c.transaction_type, c.transaction_id, 'fees'), $4,
         (c.interchange_minor + c.service_minor)::text, (v.interchange_minor + v.service_minor)::text,
         v.interchange_minor + v.service_minor - c.interchange_minor - c.service_minor, v.place
    from line_versions c join line_versions v on ${sameLine('v', 'c')}
   where c.place = 1 and ${sameAmounts('v', 'c')} and (c.fee_difference_minor = 0) = (v.fee_difference_minor = 0)
     and c.interchange_minor + c.service_minor <> v.interchange_minor + v.service_minor`

type Contradiction = Row & Pick<Break, 'about' | 'field' | 'ours' | 'theirs' | 'minor'>

const openContradictions = async (tx: Tx, { clearingBatchId, currency, at }: LinesOfBatch, fields: Fields) => {
  const found = await tx.run<Contradiction>({
    text: `select distinct on (about) about, field, ours, theirs, minor from (${contradictions}) c order by about, place`,
    values: [clearingBatchId, fields.settlement, fields.amount, fields.fee],
  })
  const breaks = found.map(({ about, field, ours, theirs, minor }): Break => {
    return { kind: 'row_differs', clearingBatchId, currency, about, field, ours, theirs, minor }
  })
  await openBreaks(tx, breaks, at)
  await tx.run({
    text: `update breaks set resolved_at = $2, resolution = 'agreed', reason = 'another file agrees'
            where clearing_batch_id = $1 and kind = 'row_differs' and resolved_at is null and about <> all ($3)`,
    values: [clearingBatchId, at, breaks.map(({ about }) => about)],
  })
}

type Totals = { readonly items: Total; readonly fees: Total }

/** What counts of a batch: its lines, and its fees, those that belong to no line too. */
const totalsOf = async (tx: Tx, clearingBatchId: string): Promise<Totals> => {
  const [row] = await tx.run<{ items: bigint; items_minor: bigint; fees: bigint; fees_minor: bigint }>({
    text: `select (select count(*) from report_lines where clearing_batch_id = $1) as items,
                  (select coalesce(sum(settlement_minor), 0)::bigint from report_lines where clearing_batch_id = $1)
                    as items_minor,
                  count(*) as fees, coalesce(sum(minor), 0)::bigint as fees_minor
             from (select distinct on (f.transaction_id, f.fee_type) f.minor
                     from fee_versions f
                     left join report_lines l on l.clearing_batch_id = $1 and l.transaction_id = f.transaction_id
                    order by f.transaction_id, f.fee_type,
                             (f.minor = case f.fee_type when 'SERVICE_FEE' then l.service_minor else l.interchange_minor end)
                               desc nulls last, f.minor desc) f`,
    values: [clearingBatchId],
  })
  const { items, items_minor, fees, fees_minor } = row ?? { items: 0n, items_minor: 0n, fees: 0n, fees_minor: 0n }
  return { items: { count: items, minor: items_minor }, fees: { count: fees, minor: fees_minor } }
}

/**
 * Chooses each line of a batch among the versions that were kept, opens a break where versions contradict each other, and
 * answers what the chosen ones come to. `part` names the file that brought this about.
 */
export const chooseLines = async (tx: Tx, batch: LinesOfBatch, fields: Fields, part: string): Promise<Totals> => {
  await rankVersions(tx, batch)
  await replaceFees(tx, batch, part)
  await replaceDoubtful(tx, batch.clearingBatchId)
  await openContradictions(tx, batch, fields)
  await openLineBreaks(tx, batch)
  return totalsOf(tx, batch.clearingBatchId)
}
