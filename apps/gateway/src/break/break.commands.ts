import { randomUUID } from 'node:crypto'
import { type BreakAction, breakActions, breakKinds, movesMoney } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readDay, readEmail, readLimit, type Tools, withTools } from '../command-line.ts'
import { type BreakRow, findBreaks, listBreaks } from './break-list.store.ts'
import { breakView } from './break-view.ts'
import { workOnBreak } from './break-work.store.ts'
import { candidatesOf } from './candidates.ts'
import { type Asked, resolveBreak } from './resolve-break.ts'

const printBreak = (row: BreakRow, now: Date): void => print(breakView(row, now))

/** The one break whose id begins so; an error says what is wrong with that. */
const findBreak = async ({ db }: Tools, id: string): Promise<BreakRow> => {
  const [found, another] = id.length < 4 ? [] : await findBreaks(db, id.toLowerCase())
  if (found === undefined) {
    throw new Error(
      `No break has an id that begins with "${id}": "silkgate break list" lists them; give at least 4 digits.`,
    )
  }
  if (another !== undefined) throw new Error(`Several breaks have an id that begins with "${id}": give more of it.`)
  return found
}

const findOpen = async (tools: Tools, id: string): Promise<BreakRow> => {
  const row = await findBreak(tools, id)
  if (row.resolved_at === null) return row
  throw new Error(`Break ${row.break_id} has ended on ${row.resolved_at.toISOString()}: ${row.reason}.`)
}

const readReason = (text: string): string => {
  if (text.trim() === '' || text.length > 2000) throw new Error('--reason: a text of 1 to 2000 characters is expected.')
  return text.trim()
}

type Options = {
  as: string
  reason: string
  seen?: string
  reference?: string
  until?: string
  with?: string[]
  difference?: string
}

const readSeen = (text: string, option = '--seen', from = 'break show'): bigint => {
  if (/^-?\d{1,18}$/.test(text)) return BigInt(text)
  throw new Error(`${option}: the amount is expected as "${from}" prints it, in the smallest unit, such as -1000.`)
}

const actOn = async (tools: Tools, row: BreakRow, action: BreakAction, options: Options): Promise<void> => {
  const { as, reason, seen, reference, until, with: chosen, difference } = options
  const asked: Asked = {
    action,
    by: readEmail('--as', as),
    reason: readReason(reason),
    at: tools.now(),
    newId: randomUUID,
    ...(seen === undefined ? {} : { seenMinor: readSeen(seen) }),
    ...(reference === undefined ? {} : { reference }),
    ...(until === undefined ? {} : { until: readDay('--until', until) }),
    ...(chosen === undefined ? {} : { chosen: [...new Set(chosen)] }),
    ...(difference === undefined ? {} : { differenceMinor: readSeen(difference, '--difference', 'break candidates') }),
  }
  const did = await resolveBreak(tools.db, row.break_id, asked, BigInt(tools.settings.WRITE_OFF_ALONE_MINOR))
  if (typeof did === 'object') throw new Error(`${did.refused}.`)
  if (did === 'ended meanwhile') throw new Error(`Break ${row.break_id} has just come to its end.`)
  if (did === 'changed meanwhile') {
    const { minor } = await findBreak(tools, row.break_id)
    const other =
      minor === asked.seenMinor ? 'or what it is matched with has changed' : `is of ${minor}, not of --seen ${seen}`
    throw new Error(`Break ${row.break_id} ${other}: look at it again; nothing was done.`)
  }
  printBreak(await findBreak(tools, row.break_id), tools.now())
}

const act = (action: BreakAction) => (id: string, options: Options) =>
  withTools(async (tools) => actOn(tools, await findOpen(tools, id), action, options))

type SeenOfSweep = Omit<Options, 'seen'> & { readonly seen: readonly string[] }

/**
 * Takes entries on our statements for the sweep that they name, whatever they come to: ends the breaks that say so, where they
 * are of what the person saw.
 */
export const explainSweep = (sweepId: string, options: SeenOfSweep): Promise<void> =>
  withTools(async (tools) => {
    const rows = await listBreaks(tools.db, { isOpen: true, kind: 'sweep_differs', limit: 1_000 })
    const own = rows.filter(({ about }) => about.startsWith(`${sweepId} `))
    if (own.length === 0) {
      throw new Error(
        `No entry comes to another amount than "${sweepId}": "silkgate break list --kind sweep_differs" lists those that do.`,
      )
    }
    const [theirs, seen] = [own.map(({ minor }) => minor), options.seen.map((one) => readSeen(one))]
    const sorted = (minors: readonly bigint[]) => [...minors].sort((a, b) => (a < b ? -1 : 1)).join(', ')
    if (sorted(theirs) !== sorted(seen)) {
      throw new Error(
        `What differs of ${sweepId} is ${sorted(theirs)}, not --seen ${sorted(seen)}: look at it again; nothing was done.`,
      )
    }
    for (const row of own) await actOn(tools, row, 'match', { ...options, seen: row.minor.toString() })
  })

const candidates = (id: string) =>
  withTools(async (tools) => {
    for (const one of await candidatesOf(tools.db, await findOpen(tools, id))) print(one)
  })

type Filter = { kind?: string; payment?: string; batch?: string; resolved?: boolean; limit: string }

const list = ({ kind, payment, batch, resolved, limit }: Filter) =>
  withTools(async ({ db, now }) => {
    if (kind !== undefined && !(kind in breakKinds)) {
      throw new Error(`--kind: there is no "${kind}"; there are ${Object.keys(breakKinds).join(', ')}.`)
    }
    const filter = { isOpen: resolved !== true, kind, paymentId: payment, batchId: batch, limit: readLimit(limit) }
    for (const row of await listBreaks(db, filter)) printBreak(row, now())
  })

const note = (id: string, text: string, { as }: { as: string }) =>
  withTools(async (tools) => {
    const row = await findBreak(tools, id)
    const written = { noteId: randomUUID(), at: tools.now(), by: readEmail('--as', as), note: readReason(text) }
    await workOnBreak(tools.db, row.break_id, written)
    printBreak(await findBreak(tools, id), tools.now())
  })

const assign = (id: string, { as, to = as }: { as: string; to?: string }) =>
  withTools(async (tools) => {
    const row = await findOpen(tools, id)
    const owner = readEmail('--to', to)
    const written = { noteId: randomUUID(), at: tools.now(), by: readEmail('--as', as), note: `assigned to ${owner}` }
    await workOnBreak(tools.db, row.break_id, written, owner)
    printBreak(await findBreak(tools, id), tools.now())
  })

/** `break list|show|assign|note`, and what can be done about one. */
export const addBreakCommands = (root: Command): void => {
  const command = root.command('break').description('what does not agree between reports, bank and books')
  const who = ['--as <email>', 'who you are'] as const
  command
    .command('list')
    .description('open breaks, the oldest first')
    .option('--kind <kind>', 'of this kind alone')
    .option('--payment <id>', 'about this payment alone')
    .option('--batch <id>', 'about this clearing or settlement batch alone')
    .option('--resolved', 'those that have ended instead, the latest first')
    .option('--limit <number>', 'at most so many', '1000')
    .action(list)
  command
    .command('show <id>')
    .description('one break; the beginning of its id is enough')
    .action((id: string) => withTools(async (tools) => printBreak(await findBreak(tools, id), tools.now())))
  command
    .command('candidates <id>')
    .description('the nearest things that it may be matched with, each with how far it is from it')
    .action(candidates)
  command
    .command('assign <id>')
    .description('gives it to somebody to look after: to you, or to another')
    .requiredOption(...who)
    .option('--to <email>', 'who shall look after it')
    .action(assign)
  command
    .command('note <id> <text>')
    .description('writes down what was found out')
    .requiredOption(...who)
    .action(note)
  for (const [action, does] of Object.entries(breakActions) as [BreakAction, string][]) {
    const one = command
      .command(`${action.replace('_', '-')} <id>`)
      .description(does)
      .requiredOption(...who)
      .requiredOption('--reason <text>', 'why')
      .action(act(action))
    const says = 'what it is of in "break show", so that nothing is done where that has changed since'
    if (movesMoney(action)) one.requiredOption('--seen <minor>', says)
    else one.option('--seen <minor>', says)
    if (action === 'match') {
      one
        .option(
          '--with <ids...>',
          'what it is matched with, as "break candidates" prints it, where it names nothing itself',
        )
        .option('--difference <minor>', 'how far that is from it, so that nothing is done where that has changed since')
    }
    if (action === 'claim') one.option('--reference <text>', 'under what it was asked')
    if (action === 'wait') one.requiredOption('--until <day>', 'such as 2026-12-24')
  }
}
