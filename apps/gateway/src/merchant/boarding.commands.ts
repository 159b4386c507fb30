import {
  dayAt,
  type KybStatus,
  type MerchantStatus,
  nextStatuses,
  type WhyNotPaid,
  whyCannotGoLive,
} from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readDay, readEmail, type Tools, withTools } from '../command-line.ts'
import { endException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import { changeMerchant, listChanges } from './change.store.ts'
import { decideKyb, type KybDecision, readKyb, submitKyb } from './kyb.store.ts'
import { openReviews } from './kyb-reviews.store.ts'
import { readMerchant, setStatus } from './merchant.store.ts'
import { text } from './options.ts'
import { payoutStandingOf } from './payout.store.ts'

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
    const by = whoOf(tools, options.as)
    const evidence = text(options.evidence, '--evidence')
    await changeMerchant(tools.db, merchantId, by, async (tx) => {
      const before = await readKyb({ read: tx.run }, merchantId)
      await submitKyb(tx, merchantId, evidence, by)
      return { what: 'KYB submitted', before, after: await readKyb({ read: tx.run }, merchantId) }
    })
    await printKyb(tools, merchantId)
  })

const decide = (merchantId: string, options: Pick<Options, 'as'>, decisionOf: (today: string) => KybDecision) =>
  withTools(async (tools) => {
    const by = whoOf(tools, options.as)
    const decision = decisionOf(dayAt(by.at, 0))
    await changeMerchant(tools.db, merchantId, by, async (tx) => {
      const before = await readKyb({ read: tx.run }, merchantId)
      if (before === undefined) {
        throw new Error(`Merchant ${merchantId} has no evidence yet: "silkgate merchant kyb submit" it first.`)
      }
      const allowed: readonly KybStatus[] = decision.status === 'approved' ? ['submitted'] : ['submitted', 'approved']
      if (!allowed.includes(before.status)) {
        throw new Error(
          `The KYB of merchant ${merchantId} is ${before.status}: submit evidence to have it decided on anew.`,
        )
      }
      if (before.submittedBy === by.by) {
        throw new Error(`--as: ${by.by} has submitted the evidence; somebody else must decide.`)
      }
      await decideKyb(tx, merchantId, decision, by)
      return { what: `KYB ${decision.status}`, before, after: await readKyb({ read: tx.run }, merchantId) }
    })
    if (decision.status === 'approved') {
      for (const subject of await openReviews(tools.db, merchantId)) {
        await endException(tools.db, { merchantId, subject, kind: 'kyb_review_due', at: by.at })
      }
    }
    await printKyb(tools, merchantId)
  })

const approve = (merchantId: string, options: Options) =>
  decide(merchantId, options, (today) => {
    const reviewOn = readDay('--review-on', options.reviewOn)
    if (reviewOn <= today) throw new Error(`--review-on: a day after today, ${today}, is needed, not ${reviewOn}.`)
    return { status: 'approved', reviewOn }
  })

const reject = (merchantId: string, options: Options) =>
  decide(merchantId, options, () => ({ status: 'rejected', reason: text(options.reason, '--reason') }))

const remedies: Readonly<Record<WhyNotPaid, string>> = {
  merchant_suspended: 'it is suspended',
  merchant_on_hold: 'it is on hold',
  kyb_not_approved:
    'its KYB is not approved: "silkgate merchant kyb submit", then another person "silkgate merchant kyb approve"',
  kyb_review_due: 'its KYB must be looked into again: submit evidence, and have it approved by another person',
}

const become =
  (status: MerchantStatus, what: string) => (merchantId: string, options: Partial<Options> & { as: string }) =>
    withTools(async (tools) => {
      const by = whoOf(tools, options.as)
      const reason = options.reason === undefined ? {} : { reason: text(options.reason, '--reason') }
      await changeMerchant(tools.db, merchantId, by, async (tx) => {
        const standing = await payoutStandingOf({ read: tx.run }, merchantId)
        const before = standing?.status ?? 'closed'
        if (
          !nextStatuses(before).includes(status) ||
          (what === 'resumed') !== (before === 'suspended' && status === 'live')
        ) {
          throw new Error(`Merchant ${merchantId} is ${before}, so it cannot be ${what}.`)
        }
        const missing = status === 'live' && standing ? whyCannotGoLive(standing, dayAt(by.at, 0)) : undefined
        if (missing !== undefined) throw new Error(`Merchant ${merchantId} cannot go live: ${remedies[missing]}.`)
        await setStatus(tx, merchantId, status)
        return { what: `merchant ${what}`, before: { status: before }, after: { status, ...reason } }
      })
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
    .action(become('live', 'made live'))
  for (const [name, status, what, says] of [
    ['suspend', 'suspended', 'suspended', 'it takes no payments and is paid nothing, until it is resumed'],
    ['resume', 'live', 'resumed', 'it takes payments and is paid again'],
    ['close', 'closed', 'closed', 'it never takes payments again; what it earned is still paid'],
  ] as const) {
    merchant
      .command(`${name} <merchantId>`)
      .description(says)
      .requiredOption('--reason <text>', 'why')
      .requiredOption(...who)
      .action(become(status, what))
  }
  merchant
    .command('history <merchantId>')
    .description('every change of a merchant: who, when, before, after')
    .action(history)
}
