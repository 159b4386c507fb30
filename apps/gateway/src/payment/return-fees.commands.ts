import { randomUUID } from 'node:crypto'
import { formatMoney } from '@silkgate/domain'
import type { Command } from 'commander'
import { type Approval, askForApproval, decide, ofNoMerchant, waitingApprovals } from '../approval/index.ts'
import { print, readEmail, type Tools, withTools } from '../command-line.ts'
import { allContracts } from '../merchant/index.ts'
import { type LackingSum, returnFees, sumOfLacking } from './return-fees.ts'

const kind = 'fee_return'

const printAsked = ({ approvalId, asked, askedBy, askedAt }: Approval): void =>
  print({ approvalId, ...asked, waits: 'another person must agree to give it back', askedBy, askedAt })

const contractsOf = ({ db }: Tools) => db.snapshot(allContracts)

const giveBack = async (tools: Tools): Promise<void> =>
  returnFees({ ...tools, contracts: await contractsOf(tools), newId: randomUUID }, (of, { refundId, feeReturned }) =>
    print({ ...of, refundId, feeReturned: formatMoney(feeReturned) }),
  )

type As = { as: string }

/** Gives back at once what one person may; of more, asks another one. */
const ask = ({ as }: As) =>
  withTools(async (tools) => {
    const { db, now, settings } = tools
    const sums = await sumOfLacking(db, await contractsOf(tools), now())
    if (sums.every(({ minor }) => BigInt(minor) <= settings.WRITE_OFF_ALONE_MINOR)) return giveBack(tools)
    const who = { askedBy: readEmail('--as', as), askedAt: now() }
    const approval = { approvalId: randomUUID(), merchantId: ofNoMerchant, kind, asked: { sums }, ...who } as const
    await db.transaction('chore.set_up', async (tx) => {
      const [waiting] = await waitingApprovals({ read: tx.run }, kind, ofNoMerchant)
      if (waiting !== undefined)
        throw new Error(`${waiting.askedBy} has asked for it: approve or decline ${waiting.approvalId}.`)
      await askForApproval(tx, approval)
    })
    printAsked(approval)
  })

const same = (one: readonly LackingSum[], other: readonly LackingSum[]): boolean =>
  JSON.stringify(one.map(({ currency, refunds, minor }) => [currency, refunds, minor])) ===
  JSON.stringify(other.map(({ currency, refunds, minor }) => [currency, refunds, minor]))

const decideBy =
  (isApproved: boolean) =>
  (approvalId: string, { as }: As) =>
    withTools(async (tools) => {
      const { db, now } = tools
      const sums = await sumOfLacking(db, await contractsOf(tools), now())
      const by = readEmail('--as', as)
      await db.transaction('chore.set_up', async (tx) => {
        const { asked } = await decide(tx, kind, approvalId, { by, at: now(), isApproved })
        if (isApproved && !same(sums, (asked as { sums: LackingSum[] }).sums)) {
          throw new Error('What is lacking has changed since: decline it, and ask for it anew.')
        }
      })
      print({ approvalId, isApproved })
      if (isApproved) await giveBack(tools)
    })

/** `refund return-fees|approve-fees|decline-fees`: makes good what refunds lack of our fee. */
export const addRefundCommands = (root: Command): void => {
  const refund = root.command('refund').description('refunds')
  const who = ['--as <email>', 'who you are'] as const
  refund
    .command('return-fees')
    .description(
      'gives merchants what refunds lack of our fee by contract; more than WRITE_OFF_ALONE_MINOR another person approves',
    )
    .requiredOption(...who)
    .action(ask)
  refund
    .command('approve-fees <approvalId>')
    .description('gives back what another person has asked for, where it still is what is lacking')
    .requiredOption(...who)
    .action(decideBy(true))
  refund
    .command('decline-fees <approvalId>')
    .description('nothing becomes of what another person has asked for')
    .requiredOption(...who)
    .action(decideBy(false))
}
