import type pg from 'pg'
import { writeFile } from '../file/files.store.ts'
import type { Day } from '../settlement/calendar.ts'
import type {
  BookedTransfer,
  DueMessage,
  Executed,
  Inbox,
  Instructed,
  KnownTransfer,
  Reason,
  Transfer,
  TransferStore,
} from './transfers.ts'

/** How long the bank looks at a file before it answers. */
const answersAfterMs = 60_000

/** An amount in JSON is a text. */
type StoredInstructed = Omit<Instructed, 'minor'> & { readonly minor: string }

const toStored = (instructed: Instructed): StoredInstructed => ({ ...instructed, minor: instructed.minor.toString() })
const fromStored = (stored: StoredInstructed): Instructed => ({ ...stored, minor: BigInt(stored.minor) })

type StoredBooked = { readonly instructed: StoredInstructed; readonly returned: Reason | null }

export const bookedToStored = (booked: readonly BookedTransfer[]): string =>
  JSON.stringify(
    booked.map(({ instructed, returned }) => ({ instructed: toStored(instructed), returned: returned ?? null })),
  )

export const bookedFromStored = (stored: readonly StoredBooked[]): BookedTransfer[] =>
  stored.map(({ instructed, returned }) => ({ instructed: fromStored(instructed), returned: returned ?? undefined }))

type TransferRow = {
  id: bigint
  message_number: number
  account_id: string
  instructed: StoredInstructed
  status: KnownTransfer['status']
  reason: Reason | null
  execution_day: Day | null
  returned_on: Day | null
}

const columns =
  'id, message_number, account_id, instructed, status, reason, execution_day::text, returned_on::text as returned_on'

const transferFromRow = (row: TransferRow): KnownTransfer => ({
  id: row.id,
  messageNumber: row.message_number,
  accountId: row.account_id,
  instructed: fromStored(row.instructed),
  status: row.status,
  reason: row.reason ?? undefined,
  executionDay: row.execution_day ?? undefined,
  returnedOn: row.returned_on ?? undefined,
})

/** What is to be paid on a day or before it, in the order in which it came. */
export const transfersToExecute = async (pool: pg.Pool, day: Day): Promise<Transfer[]> => {
  const text = `select ${columns} from transfers where status = 'accepted' and execution_day <= $1 order by id`
  return (await pool.query<TransferRow>(text, [day])).rows.map(transferFromRow)
}

/** Writes down what became of payments; in a transaction. */
export const writeExecuted = async (client: pg.PoolClient, executed: readonly Executed[]): Promise<void> => {
  for (const { id, status, reason, returnedOn } of executed) {
    const text = 'update transfers set status = $2, reason = $3, returned_on = $4 where id = $1'
    await client.query(text, [id, status, reason === undefined ? null : JSON.stringify(reason), returnedOn ?? null])
  }
}

/** A name that ends so is that of a file that is not whole. */
const isPart = (path: string): boolean => /\.(part|filepart|tmp)$/.test(path)

const openInbox = (pool: pg.Pool, now: () => Date): Inbox => {
  const take = `insert into transfer_messages (path, received_at, answers_at) select path, $3, $4 from kept returning path`
  const times = (): Date[] => [now(), new Date(now().getTime() + answersAfterMs)]
  return {
    folder: '/in',
    put: async (path, body) => {
      const insert = `insert into files (owner, path, written_at, body) values ('bank', $1, $3, $2)`
      const text = isPart(path)
        ? `${insert} on conflict (owner, path) do update set written_at = excluded.written_at, body = excluded.body`
        : `with kept as (${insert} on conflict do nothing returning path) ${take}`
      const values = isPart(path) ? [path, body, now()] : [path, body, ...times()]
      return (await pool.query(text, values)).rowCount === 1
    },
    rename: async (from, to) => {
      if (!isPart(from)) return false
      const move = `update files set path = $2, written_at = $3 where owner = 'bank' and path = $1
        and not exists (select from files where owner = 'bank' and path = $2) returning path`
      const text = isPart(to) ? move : `with kept as (${move}) ${take}`
      const values = isPart(to) ? [from, to, now()] : [from, to, ...times()]
      return (await pool.query(text, values)).rowCount === 1
    },
  }
}

const inTransaction = async (pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

type MessageRow = {
  number: number
  path: string
  received_at: Date
  message_id: string | null
  status: string | null
  reason: Reason | null
}

/** What the bank keeps about payments that it was told to make, in the simulator's database. */
export const storedTransfers = (pool: pg.Pool, now: () => Date): TransferStore => ({
  inbox: openInbox(pool, now),
  nextDue: async () => {
    const text = 'select min(answers_at) as at from transfer_messages where answered_at is null'
    return (await pool.query<{ at: Date | null }>({ name: 'next_answer', text })).rows[0]?.at ?? undefined
  },
  due: async (at) => {
    const text = `select number, answers_at as "answersAt", body
      from transfer_messages join files on owner = 'bank' and files.path = transfer_messages.path
     where answered_at is null and answers_at <= $1 order by number limit 1`
    return (await pool.query<DueMessage>({ name: 'due_message', text, values: [at] })).rows[0]
  },
  isKnown: async (messageId, before) => {
    const text = 'select from transfer_messages where message_id = $1 and number < $2 limit 1'
    return (await pool.query(text, [messageId, before])).rowCount === 1
  },
  answer: ({ number, answeredAt, messageId, status, reason, transfers, files, strikes }) =>
    inTransaction(pool, async (client) => {
      const answered = await client.query(
        `update transfer_messages set answered_at = $2, message_id = $3, status = $4, reason = $5
          where number = $1 and answered_at is null`,
        [number, answeredAt, messageId ?? null, status, reason === undefined ? null : JSON.stringify(reason)],
      )
      if (answered.rowCount !== 1) throw new Error(`Broken invariant: message ${number} is answered already`)
      for (const { accountId, instructed, ...transfer } of transfers) {
        await client.query(
          `insert into transfers (message_number, account_id, instructed, status, reason, execution_day)
           values ($1, $2, $3, $4, $5, $6)`,
          [
            ...[number, accountId, JSON.stringify(toStored(instructed)), transfer.status],
            transfer.reason === undefined ? null : JSON.stringify(transfer.reason),
            transfer.executionDay ?? null,
          ],
        )
      }
      for (const file of files) await writeFile(client, file)
      for (const { fault, about, at, wasRight } of strikes) {
        const text = 'insert into bank_strikes (fault, about, at, was_right) values ($1, $2, $3, $4)'
        await client.query(text, [fault, about, at, wasRight])
      }
    }),
  latest: async (count) => {
    const messages = await pool.query<MessageRow>(
      `select number, path, received_at, message_id, status, reason from transfer_messages order by number desc limit $1`,
      [count],
    )
    const numbers = messages.rows.map(({ number }) => number)
    const text = `select ${columns} from transfers where message_number = any($1) order by id`
    const transfers = (await pool.query<TransferRow>(text, [numbers])).rows.map(transferFromRow)
    return messages.rows.map(({ number, path, received_at: receivedAt, message_id, status, reason }) => ({
      ...{ number, path, receivedAt, messageId: message_id ?? undefined },
      ...{ status: status ?? undefined, reason: reason ?? undefined },
      transfers: transfers.filter(({ messageNumber }) => messageNumber === number),
    }))
  },
})
