import { type Invariant, look } from './verdict.store.ts'

/** Of each clearing batch there are as many lines as rows were read, with the same sum, and none is there twice by its id. */
const batches = `
  select c.clearing_batch_id as id from clearing_batches c
    left join (select clearing_batch_id, count(*) as lines, sum(settlement_minor) as minor,
                      count(distinct (transaction_type, transaction_id)) as ids
                 from report_lines group by 1) l using (clearing_batch_id)
   where (c.items_read, c.items_read_minor) is distinct from (coalesce(l.lines, 0), coalesce(l.minor, 0)) or l.lines <> l.ids`

const isBreak = (kind: string, about: string) =>
  `exists (select from breaks b where b.kind = '${kind}' and b.about = ${about})`

/** A file says how many rows it has: where not all were read, that is a break, and the others are kept aside. */
const unread = `
  select clearing_batch_id as id from clearing_batches
   where (items_said <> items_read and not ${isBreak('count_differs', 'items_file::text')})
      or (fees_said <> fees_read and not ${isBreak('count_differs', 'fees_file::text')})`

/** A statement's entries lead from its opening balance to its closing one, or it is a break. */
const statements = `
  select concat_ws('/', s.account_id, s.number, s.to_day) as id from bank_statements s
    left join (select statement_id, sum(minor) as minor from bank_entries group by 1) e using (statement_id)
   where s.opening_minor + coalesce(e.minor, 0) <> s.closing_minor
     and not exists (select from breaks b where b.kind = 'statement_differs'
                        and starts_with(b.about, concat_ws('/', s.account_id, s.number, s.to_day) || ' '))`

/** The same content is there once, whatever it is called. */
const contents = `
  select min(name) as id from received_files group by source, sha256 having count(*) > 1`

export const rowsOfFiles: Invariant = {
  number: 5,
  says: 'no row of a file is lost or counted twice; a file is taken in once, whatever it is called',
  check: (tx) =>
    look(
      tx,
      { looked: 'select count(*) from report_lines', broken: batches },
      { looked: 'select count(*) from quarantined_rows', broken: unread },
      { looked: 'select count(*) from bank_entries', broken: statements },
      { looked: 'select count(*) from received_files', broken: contents },
    ),
}
