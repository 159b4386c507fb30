import { type Account, accounts, formatMoney, money } from '@silkgate/domain'
import type { Balance } from './balance.store.ts'

type Line = { readonly account: Account; readonly debit?: string; readonly credit?: string }

export type TrialBalance = {
  readonly currency: string
  readonly lines: readonly Line[]
  readonly debits: string
  readonly credits: string
  readonly isLevel: boolean
}

/** All accounts of each currency, over all merchants, in the order of the chart: each on the side on which it stands. */
export const trialBalance = (all: readonly Balance[]): readonly TrialBalance[] =>
  [...new Set(all.map(({ currency }) => currency))].sort().map((currency) => {
    const text = (minor: bigint) => formatMoney(money(currency, minor))
    let [debits, credits] = [0n, 0n]
    const lines = (Object.keys(accounts) as Account[]).flatMap((account): Line[] => {
      const own = all.filter((one) => one.currency === currency && one.account === account)
      if (own.length === 0) return []
      const minor = own.reduce((sum, one) => sum + one.minor, 0n)
      if (minor < 0n) credits -= minor
      else debits += minor
      return [minor < 0n ? { account, credit: text(-minor) } : { account, debit: text(minor) }]
    })
    return { currency, lines, debits: text(debits), credits: text(credits), isLevel: debits === credits }
  })
