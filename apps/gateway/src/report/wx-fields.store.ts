import { currencies, exponentOf } from '@silkgate/domain'

/**
 * SQL: an amount with two implied decimals, as in the Connect API; finer ones are cut toward zero. Where it is known which
 * currencies there are, no others are looked for.
 */
const connectAmount = (currency: string, minor: string, among: readonly string[] = currencies): string => {
  const branch = (exponent: 0 | 3, amount: string) => {
    const those = currencies
      .filter((one) => exponentOf(one) === exponent && among.includes(one))
      .map((one) => `'${one}'`)
    return those.length === 0 ? '' : `when ${currency} in (${those.join(', ')}) then ${amount}`
  }
  const branches = [branch(0, `${minor} * 100`), branch(3, `${minor} / 10`)].filter(Boolean)
  return branches.length === 0 ? minor : `(case ${branches.join(' ')} else ${minor} end)`
}

const local = connectAmount('local_currency', 'local_minor')
const due = connectAmount('currency', 'minor')

/** SQL: the amounts of a row as they are shown, worked out once for all fields that show them. */
export const shownAmounts = (among: readonly string[]): string => `
  ${connectAmount('local_currency', 'local_minor', among)} as local_amount,
  ${connectAmount('currency', 'minor', among)} as due_amount`

const isDue = "code not like 'X%'"
const isCredit = "code like '+%'"
const isDebit = "code like '-%'"
const isPaid = "paid_in is not null and code = '+IP'"
const isAboutEarlier = 'object_id is not null'
const localTime = (at: string) => `(${at} at time zone 'Europe/Amsterdam')`
const day = (at: string) => `${localTime(at)}::date`
const when = (condition: string, value: string) => `case when ${condition} then ${value} end`

/** A field: SQL over a row of movements, null where there is none; free text is what merchants wrote. */
export type WxField = { readonly name: string; readonly sql: string; readonly isFreeText?: true }

const refundEffort = "ltrim(substr(object_id, 21, 5), '0')"
const isRefund = "object_id like '%-%' and code like '_RF'"

/** What names the record's payment, or the refund of it. A refund's effort is negative. */
export const wxKeys: readonly WxField[] = [
  { name: 'MerchantID', sql: 'merchant_id' },
  { name: 'OrderID', sql: "ltrim(substr(payment_id, 11, 10), '0')" },
  {
    name: 'EffortID',
    sql: `case when ${isRefund} then ${refundEffort} else ltrim(substr(payment_id, 21, 5), '0') end`,
  },
  { name: 'AttemptID', sql: "ltrim(substr(payment_id, 26, 5), '0')" },
]

/** PaymentData, as far as we have it, in the order of the layout. */
export const wxPaymentFields: readonly WxField[] = [
  { name: 'Recordcategory', sql: 'left(code, 1)' },
  { name: 'Recordtype', sql: 'right(code, 2)' },
  { name: 'PaymentReference', sql: "'0'" },
  { name: 'AdditionalReference', sql: 'reference', isFreeText: true },
  { name: 'MerchantOrderID', sql: 'order_id', isFreeText: true },
  { name: 'CurrencyDelivered', sql: 'local_currency' },
  { name: 'AmountDelivered', sql: 'local_amount' },
  { name: 'CurrencyLocal', sql: 'local_currency' },
  { name: 'AmountLocal', sql: 'local_amount' },
  { name: 'PaymentCountry', sql: 'country', isFreeText: true },
  { name: 'PaymentStatus', sql: 'status' },
  { name: 'TransactionDateTime', sql: `replace(date_trunc('second', ${localTime('at')})::text, ' ', 'T')` },
  { name: 'DateCollect', sql: when(isPaid, day('paid_at')) },
  { name: 'PaymentGroupId', sql: "'60'" },
  { name: 'PaymentProductId', sql: "'866'" },
  { name: 'ReferenceOriginalPayment', sql: when(isAboutEarlier, 'payment_id') },
  { name: 'UncleanIndicator', sql: when(isPaid, "'N'") },
  { name: 'PaymentCurrency', sql: 'local_currency' },
  { name: 'PaymentAmount', sql: 'local_amount' },
  { name: 'CreditedCurrency', sql: when(isCredit, 'currency') },
  { name: 'CreditedAmount', sql: when(isCredit, 'due_amount') },
  { name: 'DebitedCurrency', sql: when(isDebit, 'currency') },
  { name: 'DebitedAmount', sql: when(isDebit, '- due_amount') },
  { name: 'CurrencyDue', sql: when(isDue, 'currency') },
  { name: 'AmountDue', sql: when(isDue, 'due_amount') },
  { name: 'DateDue', sql: when(isDue, day('coalesce(paid_at, at)')) },
  { name: 'OverOrUnderCurrencyLocal', sql: when(isPaid, 'local_currency') },
  { name: 'OverOrUnderAmountLocal', sql: when(isPaid, "'0'") },
  { name: 'OriginalPaymentCurrency', sql: when(isAboutEarlier, 'local_currency') },
  { name: 'OriginalPaymentAmount', sql: when(isAboutEarlier, connectAmount('local_currency', 'original_minor')) },
  { name: 'OriginalPaymentID', sql: when(isAboutEarlier, 'payment_id') },
  { name: 'OriginalOrderNumber', sql: when(isAboutEarlier, "ltrim(substr(payment_id, 11, 10), '0')") },
  { name: 'CaseID', sql: when("code in ('-RI', '+RI', 'XCB')", 'object_id') },
  { name: 'PlatformIdNo', sql: "'LBO'" },
]

/** CustomerData, as far as we have it. */
export const wxCustomerFields: readonly WxField[] = [{ name: 'CountryCode', sql: 'country', isFreeText: true }]

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
