import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { accounts, counterparties } from '../bank/accounts.ts'
import { type BankEntry, type BankStore, type StatementFormat, statementFormats } from '../bank/bank.ts'
import type { BookedTransfer, KnownMessage, TransferStore } from '../transfer/transfers.ts'
import { read } from './read.ts'

const formatBody = z.object({ format: z.enum(statementFormats) })

/** Amounts are texts in the smallest unit; of an entry positive: a credit. */
const instructedOf = ({ instructed: { minor, ...instructed } }: Pick<BookedTransfer, 'instructed'>) => ({
  ...instructed,
  amount: minor.toString(),
})

const truthOfMessage = ({ transfers, ...message }: KnownMessage) => ({
  ...message,
  transfers: transfers.map(({ status, reason, executionDay, returnedOn, accountId, ...transfer }) => ({
    ...{ ...instructedOf(transfer), accountId, status, reason, executionDay, returnedOn },
  })),
})

const truthOf = ({ minor, chargesMinor, counterparty, transfers, ...entry }: BankEntry) => ({
  ...entry,
  transfers: transfers.map((transfer) => ({ ...instructedOf(transfer), returned: transfer.returned })),
  amount: minor.toString(),
  charges: chargesMinor.toString(),
  counterparty: counterparty && counterparties[counterparty],
})

/** What is on the bank's accounts, what it was told to pay and what became of it, and the format of its next statements. */
export const serveBankControl = (
  server: FastifyInstance,
  {
    bank,
    transfers,
    statements,
  }: { bank: BankStore; transfers: TransferStore; statements: { format: StatementFormat } },
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
  server.get('/control/bank/transfers', async () => ({ messages: (await transfers.latest(1000)).map(truthOfMessage) }))
  server.put('/control/bank', async (request, reply) => {
    const wish = read(formatBody, request.body, reply)
    if (wish === undefined) return reply
    statements.format = wish.format
    return wish
  })
}
