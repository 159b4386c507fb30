import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { seededMerchants } from './seed-payments.store.ts'
import { seedManyPayments } from './seed-payments.ts'

const most = 20_000_000
const everyMs = 2_000
const width = 40

/** A bar on a terminal, else a plain line now and then; both on standard error. */
const progressOf = (count: number) => {
  let last = performance.now()
  return (done: number): void => {
    if (process.stderr.isTTY) {
      const full = Math.floor((done / count) * width)
      const end = done === count ? ' posting …\n' : ''
      process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(width - full)} ${done} of ${count}${end}`)
    } else if (done === count || performance.now() - last >= everyMs) {
      last = performance.now()
      console.error(`${done} of ${count} payments`)
    }
  }
}

const seed = ({ payments }: { payments: string }) =>
  withTools(async ({ db, settings, now }) => {
    const count = Number(payments)
    if (settings.SILKGATE_MODE !== 'sandbox') throw new Error('SILKGATE_MODE: only a sandbox is filled with payments.')
    if (!Number.isInteger(count) || count < 1 || count > most) {
      throw new Error(`--payments: a number from 1 to ${most} is expected, not "${payments}".`)
    }
    const began = performance.now()
    if (!(await seedManyPayments(db, { count, now: now(), progress: progressOf(count) }))) {
      throw new Error('This sandbox was filled before. Begin with an empty DATA_DIR to fill it with another number.')
    }
    print({ payments: count, merchants: seededMerchants, seconds: Math.round((performance.now() - began) / 1_000) })
  })

/** `sandbox seed`: payments by the million, to try things with. */
export const addSandboxCommands = (root: Command): void => {
  root
    .command('sandbox')
    .description('of a sandbox alone')
    .command('seed')
    .description('fills it with payments of the last ninety days, with refunds, batches, bank entries and postings')
    .option('--payments <number>', 'how many', '100000')
    .action(seed)
}
