import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { print, readEmail, withTools } from '../command-line.ts'
import { type HoldAbout, readHolds } from './hold.store.ts'
import { placeHold, releaseHold } from './hold-money.ts'
import { text } from './options.ts'

type Options = { as: string; reason: string; payment?: string; remittance?: string }

const objectOf = (merchantId: string, { payment, remittance }: Options): { about: HoldAbout; objectId: string } => {
  if (payment !== undefined && remittance !== undefined) {
    throw new Error('--payment: either it or --remittance, or neither for the merchant itself.')
  }
  if (payment !== undefined) return { about: 'payment', objectId: payment }
  if (remittance !== undefined) return { about: 'remittance', objectId: text(remittance, '--remittance') }
  return { about: 'merchant', objectId: merchantId }
}

const place = (merchantId: string, options: Options) =>
  withTools(async ({ db, now }) => {
    const who = { by: readEmail('--as', options.as), at: now() }
    const reason = text(options.reason, '--reason')
    print(await placeHold(db, merchantId, { holdId: randomUUID(), ...objectOf(merchantId, options), reason }, who))
  })

const release = (merchantId: string, holdId: string, options: Options) =>
  withTools(async ({ db, now }) => {
    const who = { by: readEmail('--as', options.as), at: now() }
    print(await releaseHold(db, merchantId, { holdId, reason: text(options.reason, '--reason') }, who))
  })

const list = (merchantId: string | undefined, { all }: { all?: boolean }) =>
  withTools(async ({ db }) => {
    if (merchantId !== undefined && !/^\d{1,10}$/.test(merchantId))
      throw new Error(`There is no merchant ${merchantId}.`)
    for (const hold of await readHolds(db, { merchantId, isInForce: all !== true })) print(hold)
  })

/** `hold place|release|list`: money that is not paid out until a second person says so. */
export const addHoldCommands = (root: Command): void => {
  const hold = root.command('hold').description('money that is not paid out')
  hold
    .command('place <merchantId>')
    .description('nothing is paid to the merchant, or not for one payment, or not one remittance; at once')
    .option('--payment <id>', 'this payment alone')
    .option('--remittance <id>', 'this remittance alone')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--as <email>', 'who you are')
    .action(place)
  hold
    .command('release <merchantId> <holdId>')
    .description('by another person than the one who placed it; the beginning of its id is enough')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--as <email>', 'who you are')
    .action(release)
  hold
    .command('list [merchantId]')
    .description('holds in force, the first first')
    .option('--all', 'those that were released too')
    .action(list)
}
