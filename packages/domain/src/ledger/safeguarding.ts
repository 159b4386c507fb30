/** What the books say of one currency, in its smallest unit, each as its owner reads it. */
export type MoneyOfMerchants = {
  /** What we owe merchants and consumers, before our fees. */
  readonly owed: bigint
  /** Of it, what merchants can have now. */
  readonly due: bigint
  /** Our fees that are fixed and not taken yet. */
  readonly fees: bigint
  readonly safeguarded: bigint
  /** What earlier checks told the bank to move, and no statement of merchants' money shows yet; negative where it comes. */
  readonly inTransit: bigint
  readonly receivable: bigint
  /** Open breaks: what is missing, less what we hold and do not know. */
  readonly breaks: bigint
}

export type SafeguardingCheck = MoneyOfMerchants & {
  /** What covers merchants' money beyond it; negative: what is missing. */
  readonly surplus: bigint
  /** What goes to our operating account; negative: what comes from it. */
  readonly swept: bigint
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/**
 * The daily check of a currency: what we owe, less our fees, is covered by safeguarded money, what Alipay+ owes us and open
 * breaks. A shortfall is made good at once. Of a surplus only what lies at the bank can be taken, and never what merchants
 * can have now: their next remittance must not wait for what Alipay+ will pay. What is on its way counts as moved.
 */
export const checkSafeguarding = (money: MoneyOfMerchants): SafeguardingCheck => {
  const { owed, due, fees, receivable, breaks } = money
  const safeguarded = money.safeguarded - money.inTransit
  const surplus = safeguarded + receivable + breaks - (owed - fees)
  return { ...money, surplus, swept: least(surplus, most(0n, safeguarded - most(0n, due))) }
}
