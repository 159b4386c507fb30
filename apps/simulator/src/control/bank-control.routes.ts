import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { accounts, counterparties } from '../bank/accounts.ts'
import { type BankEntry, type BankStore, type StatementFormat, statementFormats } from '../bank/bank.ts'
import { read } from './read.ts'

const formatBody = z.object({ format: z.enum(statementFormats) })

/** Amounts are texts in the smallest unit; positive: a credit. */
const truthOf = ({ minor, chargesMinor, counterparty, ...entry }: BankEntry) => ({
  ...entry,
  amount: minor.toString(),
  charges: chargesMinor.toString(),
  counterparty: counterparties[counterparty],
})

/** What the simulated bank has on its accounts, and the format of the statements that come next. */
export const serveBankControl = (
  server: FastifyInstance,
  { bank, statements }: { bank: BankStore; statements: { format: StatementFormat } },
): void => {
  server.get('/control/bank', async () => {
    const entries = await bank.entries()
    const balanceOf = (id: string) =>
      entries.filter(({ accountId }) => accountId === id).reduce((sum, { minor }) => sum + minor, 0n)
    return {
      format: statements.format,
      accounts: accounts.map((one) => ({ ...one, balance: balanceOf(one.accountId).toString() })),
      entries: entries.map(truthOf),
    }
  })
  server.put('/control/bank', async (request, reply) => {
    const wish = read(formatBody, request.body, reply)
    if (wish === undefined) return reply
    statements.format = wish.format
    return wish
  })
}
