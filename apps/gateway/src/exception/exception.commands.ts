import { randomUUID } from 'node:crypto'
import { exceptionKinds } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readEmail, type Tools, withTools } from '../command-line.ts'
import {
  type ExceptionRow,
  openExceptions,
  readException,
  resolvedExceptions,
  type Work,
  workOnException,
} from './exception.store.ts'

const minuteMs = 60_000

/** How long it has been there, to the minute: "P2DT3H5M". */
const ageOf = (openedAt: Date, until: Date): string => {
  const minutes = Math.max(0, Math.floor((until.getTime() - openedAt.getTime()) / minuteMs))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  return `P${days === 0 ? '' : `${days}D`}T${hours === 0 ? '' : `${hours}H`}${minutes % 60}M`
}

/** What an exception is about, by its name: not all are about payments. */
const aboutOf = (kind: ExceptionRow['kind'], id: string): Record<string, string> => {
  if (kind === 'registration_undecided') return { registrationRequestId: id }
  return kind === 'kyb_review_due' || kind === 'invoice_failed' ? { about: id } : { paymentId: id }
}

const printException = (row: ExceptionRow, now: Date): void => {
  const { merchant_id: merchantId, payment_id: paymentId, refund_id: refundId, kind, detail, owner, notes } = row
  const [openedAt, deadlineAt, resolvedAt] = [row.opened_at, row.deadline_at, row.resolved_at]
  const end = { resolvedAt, resolvedBy: row.resolved_by ?? 'silkgate', reason: row.resolution }
  print({
    merchantId,
    ...aboutOf(kind, paymentId),
    ...(refundId === '' ? {} : { refundId }),
    kind,
    says: exceptionKinds[kind]?.says,
    detail,
    owner,
    age: ageOf(openedAt, resolvedAt ?? now),
    openedAt,
    deadlineAt,
    isOverdue: deadlineAt < (resolvedAt ?? now),
    notes: notes.map(({ at, ...note }) => ({ at: new Date(at), ...note })),
    ...(resolvedAt === null ? {} : end),
  })
}

/** The open exception of a payment or refund; an error says what there is instead. */
const findOpen = async ({ db }: Tools, id: string, kind: string): Promise<ExceptionRow> => {
  const open = await openExceptions(db)
  const ofId = open.filter((row) => (row.refund_id === '' ? row.payment_id : row.refund_id) === id)
  const found = ofId.find((row) => row.kind === kind)
  if (found !== undefined) return found
  const others = ofId.map((row) => row.kind).join(', ')
  throw new Error(
    others === ''
      ? `Nothing is open about ${id}. "silkgate exceptions" lists what is, each with its id.`
      : `No exception of the kind "${kind}" is open about ${id}; there is ${others}.`,
  )
}

const readText = (option: string, text: string): string => {
  if (text.trim() === '' || text.length > 2000)
    throw new Error(`${option}: a text of 1 to 2000 characters is expected.`)
  return text.trim()
}

type Did = Pick<Work, 'note' | 'owner' | 'isResolved'>

const work = (id: string, kind: string, as: string, did: () => Did): Promise<void> =>
  withTools(async (tools) => {
    const by = readEmail('--as', as)
    const done = did()
    const row = await findOpen(tools, id, kind)
    const wasOpen = await workOnException(tools.db, row, { ...done, by, at: tools.now(), noteId: randomUUID() })
    if (!wasOpen) throw new Error(`The exception "${kind}" about ${id} has just come to its end.`)
    printException(await readException(tools.db, row), tools.now())
  })

const listed = ({ resolved }: { resolved?: boolean }): Promise<void> =>
  withTools(async ({ db, now }) => {
    const rows = resolved === true ? await resolvedExceptions(db, 1000) : await openExceptions(db)
    for (const row of rows) printException(row, now())
  })

/** `exceptions`, and `exception assign|note|resolve`: what a person must look at, and what is done about it. */
export const addExceptionCommands = (root: Command): void => {
  root
    .command('exceptions')
    .description('what a person must look at: open exceptions, overdue ones and then the most urgent first')
    .option('--resolved', 'the last thousand that have ended instead, with who ended them and why')
    .action(listed)

  const command = root
    .command('exception')
    .description('what is done about an exception; ID is its refundId, paymentId or registrationRequestId')
  const who = ['--as <email>', 'who you are'] as const
  command
    .command('assign <id> <kind>')
    .description('gives it to somebody to look after: to you, or to another')
    .requiredOption(...who)
    .option('--to <email>', 'who shall look after it')
    .action((id: string, kind: string, options: { as: string; to?: string }) =>
      work(id, kind, options.as, () => {
        const owner = readEmail('--to', options.to ?? options.as)
        return { owner, note: `assigned to ${owner}` }
      }),
    )
  command
    .command('note <id> <kind> <text>')
    .description('writes down what was found out')
    .requiredOption(...who)
    .action((id: string, kind: string, text: string, { as }: { as: string }) =>
      work(id, kind, as, () => ({ note: readText('note', text) })),
    )
  command
    .command('resolve <id> <kind>')
    .description('ends it; what is true of the payment does not change by it')
    .requiredOption(...who)
    .requiredOption('--reason <text>', 'what was done, and why that is the end of it')
    .action((id: string, kind: string, { as, reason }: { as: string; reason: string }) =>
      work(id, kind, as, () => ({ note: readText('--reason', reason), isResolved: true })),
    )
}
