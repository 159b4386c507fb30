import type { Command } from 'commander'
import { print, readEmail, readInstant, readLimit, withTools } from '../command-line.ts'
import type { Head } from './chain.store.ts'
import { auditTrail } from './trail.ts'

const readHead = (text: string): Head => {
  const [, number, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? []
  if (number === undefined || hash === undefined) {
    throw new Error('--head: the end of a chain is expected as "audit verify" has printed it, such as 17:9f2c….')
  }
  return { number: BigInt(number), hash: Buffer.from(hash, 'hex') }
}

type Filter = { by?: string; operation?: string; about?: string; from?: string; until?: string; limit: string }

const list = ({ by, operation, about, from, until, limit }: Filter) =>
  withTools(async ({ db }) => {
    const filter = {
      ...{ organisation: undefined, operation, about, limit: readLimit(limit), after: undefined },
      by: by === undefined ? undefined : readEmail('--by', by),
      from: from === undefined ? undefined : readInstant('--from', from),
      until: until === undefined ? undefined : readInstant('--until', until),
    }
    for (const entry of (await auditTrail(db).page(filter)).rows) print(entry)
  })

/** `audit list|verify`: who did what. */
export const addAuditCommands = (root: Command): void => {
  const command = root.command('audit').description('who did what, from where, before and after')
  command
    .command('list')
    .description('entries of the trail, the newest first')
    .option('--by <email>', 'of this person alone')
    .option('--operation <name>', 'of this operation, or of all that begin with this word')
    .option('--about <id>', 'about this alone')
    .option('--from <instant>')
    .option('--until <instant>')
    .option('--limit <number>', 'at most so many', '100')
    .action(list)
  command
    .command('verify')
    .description('follows the chain from its first entry to its end, and prints that; ends with 0 only if it holds')
    .option('--head <number:hash>', 'an end printed earlier and kept elsewhere: it must still be part of the chain')
    .action(({ head }: { head?: string }) =>
      withTools(async ({ db }) => {
        const checked = await auditTrail(db).check(head === undefined ? undefined : readHead(head))
        print(checked)
        if (!checked.holds) process.exitCode = 1
      }),
    )
}
