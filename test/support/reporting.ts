import assert from 'node:assert/strict'
import type { Identity } from './merchant.ts'
import type { TestSandbox } from './sandbox.ts'
import { type RawAnswer, sendSigned } from './signed-request.ts'

export type Booked = { readonly currency: string; readonly minor: string }

/** A row of the list of transactions. */
export type Transaction = {
  readonly kind: 'payment' | 'refund' | 'dispute'
  readonly id: string
  readonly paymentId: string
  readonly createdAt: string
  readonly status: string
  readonly statusChangedAt: string
  readonly amountOfMoney: { readonly amount: number; readonly currencyCode: string }
  readonly wallet?: string
  readonly merchantReference?: string
  readonly settlement?: Booked
  readonly fee?: Booked
  readonly remittanceId?: string
}

type Page = { readonly transactions: readonly Transaction[]; readonly next?: string }

export type Query = Readonly<Record<string, string | number | undefined>>

const written = (query: Query): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, `${value}`]))}`
}

/** Reads CSV as RFC 4180 says: each row by the names of its columns. */
export const readCsv = (text: string): Record<string, string>[] => {
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/g)].map(([, cell = '', end]) => ({
    cell: cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    isLast: end === '\r\n',
  }))
  const rows: string[][] = [[]]
  for (const { cell, isLast } of cells) {
    rows.at(-1)?.push(cell)
    if (isLast) rows.push([])
  }
  const [names = [], ...others] = rows.slice(0, -1)
  return others.map((row) => {
    assert.equal(row.length, names.length, `${row}`)
    return Object.fromEntries(names.map((name, place) => [name, row[place] ?? '']))
  })
}

/** A merchant that reads our own API, signed as for Connect's. */
export const openReporting = ({ gatewayUrl }: Pick<TestSandbox, 'gatewayUrl'>, identity: Identity) => {
  const ask = (path: string, query: Query = {}, accept = 'application/json'): Promise<RawAnswer> =>
    sendSigned(gatewayUrl, identity, {
      path: `/reporting/v1/${identity.merchantId}/${path}${written(query)}`,
      headers: { Accept: accept },
    })
  const get = async <T>(path: string, query: Query = {}): Promise<T> => {
    const answer = await ask(path, query)
    assert.equal(answer.status, 200, answer.text)
    return answer.body as T
  }
  return {
    ask,
    get,
    page: (query: Query = {}) => get<Page>('transactions', query),
    /** Everything that a query finds, page by page. */
    all: async (query: Query = {}): Promise<Transaction[]> => {
      const found: Transaction[] = []
      for (let cursor: string | undefined; ; ) {
        const { transactions, next } = await get<Page>('transactions', { ...query, cursor })
        found.push(...transactions)
        if (next === undefined) return found
        cursor = next
      }
    },
    /** The same as CSV. */
    csv: async (path: string, query: Query = {}): Promise<Record<string, string>[]> => {
      const { status, headers, text } = await ask(path, query, 'text/csv')
      assert.deepEqual([status, headers['content-type']], [200, 'text/csv; charset=utf-8'], text)
      return readCsv(text)
    },
  }
}
