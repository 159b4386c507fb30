import type { Command } from 'commander'
import { print, readDay, readEmail, type Tools, withTools } from '../command-line.ts'
import type { Db } from '../postgres/db.ts'
import { listChanges } from './change.store.ts'
import { changeStatus, type StatusChange } from './change-status.ts'
import { decideKyb, submitKyb } from './decide-kyb.ts'
import { type KybDecision, readKyb } from './kyb.store.ts'
import { readMerchant } from './merchant.store.ts'
import { text } from './options.ts'

type Options = { as: string; reason: string; evidence: string; reviewOn: string }

const who = ['--as <email>', 'who you are'] as const

const whoOf = ({ now }: Tools, as: string) => ({ by: readEmail('--as', as), at: now() })

const existing = async (db: Db, merchantId: string) => {
  const merchant = /^\d{1,10}$/.test(merchantId) ? await readMerchant(db, merchantId) : undefined
  if (merchant === undefined) throw new Error(`There is no merchant ${merchantId}.`)
  return merchant
}

const printKyb = async ({ db }: Tools, merchantId: string): Promise<void> => {
  const { status } = await existing(db, merchantId)
  const kyb = await readKyb(db, merchantId)
  print({ merchantId, merchantStatus: status, kyb: kyb ?? { status: 'missing' } })
}

const submit = (merchantId: string, options: Options) =>
  withTools(async (tools) => {
    await submitKyb(tools.db, merchantId, text(options.evidence, '--evidence'), whoOf(tools, options.as))
    await printKyb(tools, merchantId)
  })

const decide = (merchantId: string, { as }: Pick<Options, 'as'>, decision: KybDecision) =>
  withTools(async (tools) => {
    await decideKyb(tools.db, merchantId, decision, whoOf(tools, as))
    await printKyb(tools, merchantId)
  })

const approve = (merchantId: string, options: Options) =>
  decide(merchantId, options, { status: 'approved', reviewOn: readDay('--review-on', options.reviewOn) })

const reject = (merchantId: string, options: Options) =>
  decide(merchantId, options, { status: 'rejected', reason: text(options.reason, '--reason') })

const become = (what: StatusChange) => (merchantId: string, options: Partial<Options> & { as: string }) =>
  withTools(async (tools) => {
    const reason = options.reason === undefined ? {} : { reason: text(options.reason, '--reason') }
    await changeStatus(tools.db, merchantId, { what, ...reason }, whoOf(tools, options.as))
    print(await existing(tools.db, merchantId))
  })

const history = (merchantId: string) =>
  withTools(async ({ db }) => {
    await existing(db, merchantId)
    for (const change of await listChanges(db, merchantId)) print({ merchantId, ...change })
  })

/** `merchant kyb submit|approve|reject|show`, `merchant go-live|suspend|resume|close|history`. */
export const addBoardingCommands = (merchant: Command): void => {
  const kyb = merchant.command('kyb').description('who a merchant is, as somebody has looked into it')
  kyb
    .command('submit <merchantId>')
    .description('there are papers to be decided on')
    .requiredOption('--evidence <text>', 'where they are: a reference, or the name of a file')
    .requiredOption(...who)
    .action(submit)
  kyb
    .command('approve <merchantId>')
    .description('by another person than the one who submitted the evidence')
    .requiredOption(
      '--review-on <day>',
      'when it must be looked into again, such as 2027-11-26; nothing is paid from then on',
    )
    .requiredOption(...who)
    .action(approve)
  kyb
    .command('reject <merchantId>')
    .description('by another person too; takes an approval back as well')
    .requiredOption('--reason <text>', 'why')
    .requiredOption(...who)
    .action(reject)
  kyb.command('show <merchantId>').action((merchantId: string) => withTools((tools) => printKyb(tools, merchantId)))
  merchant
    .command('go-live <merchantId>')
    .description('it takes payments from now on; its KYB must be approved')
    .requiredOption(...who)
    .action(become('made live'))
  for (const [name, what, says] of [
    ['suspend', 'suspended', 'it takes no payments and is paid nothing, until it is resumed'],
    ['resume', 'resumed', 'it takes payments and is paid again'],
    ['close', 'closed', 'it never takes payments again; what it earned is still paid'],
  ] as const) {
    merchant
      .command(`${name} <merchantId>`)
      .description(says)
      .requiredOption('--reason <text>', 'why')
      .requiredOption(...who)
      .action(become(what))
  }
  merchant
    .command('history <merchantId>')
    .description('every change of a merchant: who, when, before, after')
    .action(history)
}
