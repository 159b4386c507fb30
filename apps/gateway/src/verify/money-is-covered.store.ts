import { type Invariant, look } from './verdict.store.ts'

const uncovered = `
  select concat_ws(' ', c.day, c.currency) as id from daily_checks c
    left join (select about, currency, sum(case debit when 'bank_operating' then minor else - minor end) as swept
                 from transfers where merchant_id = 0 and reason = 'sweep' group by 1, 2) t
           on t.about = concat('sweep of ', c.day) and t.currency = c.currency
   where c.owed - c.fees > c.safeguarded - c.swept + c.receivable + c.breaks or c.swept <> coalesce(t.swept, 0)`

export const moneyIsCovered: Invariant = {
  number: 9,
  says: 'after each daily sweep, what is owed to merchants, less our fees, is safeguarded, receivable, or an open break',
  check: (tx) => look(tx, { looked: 'select count(*) from daily_checks', broken: uncovered }),
}
