import { accounts, currencies } from '@silkgate/domain'
import { bothSides, closedMonths, drawTrialBalance, hashOf } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { howManyExamples, type Invariant, look, sumOf, type Verdict } from './verdict.store.ts'

/** Sums up to a position are what the transfers up to it come to. */
const checkpoints = `
  with last as (select merchant_id, max(position) as position from balance_checkpoints group by merchant_id),
       sums as (
         select l.merchant_id, s.account, t.currency, sum(s.minor) as minor
           from last l join transfers t on t.merchant_id = l.merchant_id and t.position <= l.position ${bothSides}
          group by 1, 2, 3),
       kept as (select k.* from last join balance_checkpoints k using (merchant_id, position))
  select concat_ws(' ', 'checkpoint', merchant_id, account, currency) as id
    from sums full join kept using (merchant_id, account, currency) where sums.minor is distinct from kept.minor`

/** A closed month's trial balance, kept and drawn anew, is the one that was drawn; its hash is of all months up to it. */
const checkMonths = async (tx: Tx): Promise<Verdict> => {
  const months = (await closedMonths({ read: tx.run })).filter(({ hash }) => hash !== null)
  const broken: string[] = []
  for (const [index, { month, hash, trial_balance: drawn }] of months.entries()) {
    const before = months[index - 1]
    const lines = await drawTrialBalance({ read: tx.run }, month, before?.trial_balance ?? [])
    const isDrawn = [lines, drawn ?? []].every((one) => hashOf(before?.hash ?? '', month, one) === hash)
    if (!isDrawn) broken.push(`closed month ${month.slice(0, 7)}`)
  }
  const examples = broken.slice(0, howManyExamples)
  return { lookedAt: BigInt(months.length), broken: BigInt(broken.length), examples }
}

export const transfersAreLevel: Invariant = {
  number: 1,
  says: 'every transfer moves one positive amount of one currency between two accounts; all accounts of it add up to zero',
  check: async (tx) =>
    sumOf(
      await look(
        tx,
        {
          looked: 'select count(*) from transfers',
          broken: `select transfer_id::text as id from transfers
                    where not (minor > 0 and debit <> credit and debit = any ($1) and credit = any ($1) and currency = any ($2))`,
          values: [Object.keys(accounts), currencies],
        },
        { looked: 'select count(*) from balance_checkpoints', broken: checkpoints },
      ),
      await checkMonths(tx),
    ),
}
