import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { print, readEmail, readInstant, withTools } from '../command-line.ts'
import { readContracts } from './contract.store.ts'
import { readProposal } from './contract-proposal.store.ts'
import { readMerchant } from './merchant.store.ts'
import { decideContract, proposeContract } from './propose-contract.ts'
import type { GivenTerms } from './read-terms.ts'

type Options = GivenTerms & { as: string; validFrom?: string }

const add = (merchantId: string, { as, validFrom, ...given }: Options) =>
  withTools(async ({ db, now }) => {
    const from = validFrom === undefined ? {} : { validFrom: readInstant('--valid-from', validFrom) }
    const proposed = { proposalId: randomUUID(), version: { ...given, ...from } }
    await proposeContract(db, merchantId, proposed, { by: readEmail('--as', as), at: now() })
    print({ merchantId, ...(await readProposal(db, merchantId)) })
  })

const decide =
  (decision: 'approved' | 'refused') =>
  (merchantId: string, { as, reason }: Pick<Options, 'as'> & { reason?: string }) =>
    withTools(async ({ db, now }) => {
      const waiting = (await readMerchant(db, merchantId)) && (await readProposal(db, merchantId))
      if (waiting === undefined)
        throw new Error(`No version of a contract of merchant ${merchantId} waits for anybody.`)
      const { proposalId } = waiting
      await decideContract(db, merchantId, { proposalId, decision, reason }, { by: readEmail('--as', as), at: now() })
      print({ merchantId, proposalId, decision })
    })

const list = (merchantId: string) =>
  withTools(async ({ db }) => {
    if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
    for (const version of await readContracts(db, merchantId)) print({ merchantId, ...version })
  })

/** `contract add|approve|refuse|list`: what is agreed with a merchant, from when on. */
export const addContractCommands = (root: Command): void => {
  const contract = root.command('contract').description('what is agreed with merchants, in dated versions')
  contract
    .command('add <merchantId>')
    .description(
      'a new version, which another person approves; what is not named stays as it was in the version before',
    )
    .requiredOption('--as <email>', 'who you are')
    .option('--valid-from <instant>', 'such as 2027-01-01T00:00:00+01:00; by default a minute after it is approved')
    .option('--fee-basis-points <count>', 'the fee: hundredths of a percent')
    .option('--fee-fixed <minor>', "the fee: fixed part, in the first settlement currency's smallest unit")
    .option('--refunds-fee <yes|no>', 'whether a refund gives back its share of the fee')
    .option(
      '--price <price...>',
      'what goes before that fee: EUR=120+5, for a wallet EUR/GCASH=100, from a volume of the month before on ' +
        'EUR@5000000=90+5; all of them, or none',
    )
    .option('--rhythm <rhythm>', 'daily; weekly, on Fridays; threshold, once so much is owed')
    .option('--threshold <CUR=amount...>', 'from how much on is paid, with two implied decimals')
    .option('--reserve-basis-points <count>', 'how much of what settles is kept back')
    .option('--reserve-days <days>', 'for how long')
    .option('--allowed-negative <CUR=amount...>', 'how far below zero the balance may go, with two implied decimals')
    .option(
      '--negative-policy <policy>',
      'a negative balance: carry_over sets it off against what comes; hold pays nothing in any currency meanwhile',
    )
    .action(add)
  contract
    .command('approve <merchantId>')
    .description('the version that waits, by another person than the one who proposed it')
    .requiredOption('--as <email>', 'who you are')
    .action(decide('approved'))
  contract
    .command('refuse <merchantId>')
    .description('the version that waits: it does not begin')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--as <email>', 'who you are')
    .action(decide('refused'))
  contract.command('list <merchantId>').description('every version, the first first').action(list)
}
