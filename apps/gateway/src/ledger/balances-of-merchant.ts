import {
  type Account,
  exponentOf,
  type MerchantId,
  ok,
  ownSide,
  type Refusal,
  type Result,
  refuse,
} from '@silkgate/domain'
import type { CsvCell } from '../http/csv.ts'
import { instantRemedy, parseInstant, queryReader } from '../http/read-query.ts'
import { invalid } from '../http/schema.ts'
import type { Db } from '../postgres/db.ts'
import { type AsOf, type Balance, balances, lastPosition } from './balance.store.ts'

/** What a merchant's money is called to it, by the account of the books on which it stands. */
export const merchantAccounts = {
  pending: 'pending',
  available: 'available',
  reserve: 'reserve',
  inTransit: 'remittance_in_transit',
  refundsInFlight: 'refunds_in_flight',
  unpriced: 'suspense_unpriced',
} as const satisfies Record<string, Account>

type Name = keyof typeof merchantAccounts

const names = Object.keys(merchantAccounts) as Name[]

export const balanceParameters = ['asOf', 'position']

/** Reads as of when balances are asked for; undefined: now. */
export const readBalanceQuery = (parameters: URLSearchParams, now: Date): Result<AsOf | undefined> => {
  const { read, refuse, done } = queryReader(parameters, balanceParameters)
  const at = read('asOf', parseInstant, instantRemedy)
  const position = read(
    'position',
    (text) => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined),
    'A position of the books, please, as a remittance or a report names it.',
  )
  if (at !== undefined && position !== undefined) refuse(invalid('position', 'Either `asOf` or `position`, please.'))
  if (at !== undefined && at > now) refuse(invalid('asOf', 'An instant that is not to come, please.'))
  return done(() => (position === undefined ? at && { at } : { position }))
}

const inCurrency = (currency: string, found: readonly Balance[]) => {
  const minorOf = (name: Name): bigint => {
    const one = found.find(({ account }) => account === merchantAccounts[name])
    return one === undefined ? 0n : ownSide(one.account, one.minor)
  }
  return {
    currency,
    decimals: exponentOf(currency),
    ...(Object.fromEntries(names.map((name) => [name, minorOf(name).toString()])) as Record<Name, string>),
    total: names.reduce((sum, name) => sum + minorOf(name), 0n).toString(),
  }
}

export const balanceColumns = ['currency', 'decimals', ...names, 'total']

export const balanceCells = (balance: ReturnType<typeof inCurrency>): CsvCell[] => [
  balance.currency,
  balance.decimals,
  ...names.map((name) => BigInt(balance[name])),
  BigInt(balance.total),
]

/**
 * What a merchant is owed, per currency in which something of its ever moved, in whole numbers of the smallest unit; negative
 * where it owes. Refuses a position that is not given yet.
 */
export const balancesOfMerchant =
  (db: Db) =>
  async (merchantId: MerchantId, asOf: AsOf | undefined): Promise<Result<readonly ReturnType<typeof inCurrency>[]>> => {
    if (asOf !== undefined && 'position' in asOf) {
      const last = await lastPosition(db, merchantId)
      if (asOf.position > last) return refuse(notYet(last))
    }
    const wanted: readonly Account[] = Object.values(merchantAccounts)
    const found = (await balances(db, { merchantId, asOf })).filter(({ account }) => wanted.includes(account))
    const byCurrency = Map.groupBy(found, ({ currency }) => currency)
    return ok([...byCurrency].map(([currency, own]) => inCurrency(currency, own)))
  }

const notYet = (last: bigint): Refusal => invalid('position', `Your books have ${last} positions until now.`)
