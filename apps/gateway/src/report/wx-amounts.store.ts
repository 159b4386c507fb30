import { currencies, exponentOf } from '@silkgate/domain'

/** SQL: an amount with two implied decimals, as in the Connect API; finer ones are cut toward zero. */
const connectAmount = (currency: string, minor: string): string => {
  const those = (exponent: 0 | 3) =>
    currencies
      .filter((one) => exponentOf(one) === exponent)
      .map((one) => `'${one}'`)
      .join(', ')
  return `(case when ${currency} in (${those(0)}) then ${minor} * 100 when ${currency} in (${those(3)}) then ${minor} / 10
           else ${minor} end)`
}

const local = connectAmount('local_currency', 'local_minor')
const due = connectAmount('currency', 'minor')

const isDue = "code not like 'X%'"
const isCredit = "code like '+%'"
const isDebit = "code like '-%'"

/** SQL: the totals of a currency as they are shown: sums of what the records show. */
export const shownTotals = `
  select currency, coalesce(sum(${due}) filter (where ${isCredit}), 0)::text as credited,
         coalesce(- sum(${due}) filter (where ${isDebit}), 0)::text as debited,
         coalesce(sum(${due}) filter (where ${isDue}), 0)::text as due
    from movements group by currency order by currency collate "C"`

/** SQL: records by code and currency, with what they come to: what is due or, where nothing is, their own amounts. */
export const shownSums = `
  select concat_ws(' ', code, case when ${isDue} then currency else local_currency end) as key, count(*) as count,
         sum(case when ${isDue} then ${due} else ${local} end)::bigint as amount
    from movements group by 1`
