import { type Invariant, look } from './verdict.store.ts'

/** Of each clearing batch there are as many lines as rows were read, each of a row of its own. */
const batches = `
  select c.clearing_batch_id as id from clearing_batches c
    left join (select clearing_batch_id, count(*) as lines, count(distinct (file_row, merchant_id)) as rows
                 from report_lines group by 1) l using (clearing_batch_id)
   where c.items_read <> coalesce(l.lines, 0) or l.lines <> l.rows`

/** No row was read and kept aside too. */
const both = `
  select concat_ws(' row ', c.clearing_batch_id, q.file_row) as id from quarantined_rows q
    join clearing_batches c on c.items_file = q.file_id
    join report_lines l on l.clearing_batch_id = c.clearing_batch_id and l.file_row = q.file_row
   where q.resolved_at is null`

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
      { looked: 'select count(*) from quarantined_rows', broken: both },
      { looked: 'select count(*) from received_files', broken: contents },
    ),
}
