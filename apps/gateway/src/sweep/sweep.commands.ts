import { sweepStatusOf } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readLimit, withTools } from '../command-line.ts'
import { factsOf } from './hear-sweep.ts'
import { listSweeps, type SweepRow } from './sweep.store.ts'

/** What has a value, under the names that people read. */
const shown = (row: SweepRow): Record<string, unknown> => {
  const named = {
    sweepId: row.sweep_id,
    currency: row.currency,
    minor: row.minor,
    status: sweepStatusOf(factsOf(row)),
    orderedAt: row.ordered_at,
    withdrawnAt: row.withdrawn_at,
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    rejectedAt: row.rejected_at,
    leftAt: row.left_at,
    arrivedAt: row.arrived_at,
    returnedAt: row.returned_at,
    reason: row.reason,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null))
}

type Explain = (sweepId: string, options: { as: string; reason: string; seen: string[] }) => Promise<void>

/** `sweep list|explain`: what the bank was told to move between our own accounts. */
export const addSweepCommands = (root: Command, explain: Explain): void => {
  const command = root
    .command('sweep')
    .description('what the bank moves between our own accounts after the daily check')
  command
    .command('list')
    .description('sweeps, the latest first: positive, to the operating account; negative, from it')
    .option('--limit <number>', 'at most so many', '100')
    .action(({ limit }: { limit: string }) =>
      withTools(async ({ db }) => {
        for (const row of await listSweeps(db, readLimit(limit))) print(shown(row))
      }),
    )
  command
    .command('explain <id>')
    .description('entries on our statements are this sweep, whatever they come to: the difference are bank charges')
    .requiredOption('--as <email>', 'who you are')
    .requiredOption('--reason <text>', 'why')
    .requiredOption(
      '--seen <minor...>',
      'what each break of it is of in "break list": nothing is done where that has changed',
    )
    .action(explain)
}
