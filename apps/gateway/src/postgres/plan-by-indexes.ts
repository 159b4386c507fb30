import type { Tx } from './db.ts'

/**
 * Until the end of the transaction, PostgreSQL plans by indexes where there are some. Tables that files fill grow from nothing to
 * millions of rows between two looks of its statistics; a plan for what seemed to be an empty table would read all of it for
 * each row.
 */
export const planByIndexes = async (tx: Tx): Promise<void> => {
  await tx.run({
    text: `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`,
    values: [],
  })
}

/**
 * The same for the first rows of a list: PostgreSQL reads an index in the list's order until it has them. It thinks that few rows
 * match a condition that it knows nothing of, and would otherwise read and sort all that may.
 */
export const planInOrder = async (tx: Tx): Promise<void> => {
  await tx.run({
    text: `select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
                  set_config('jit', 'off', true)`,
    values: [],
  })
}
