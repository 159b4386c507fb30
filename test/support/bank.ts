import { readStatements, type StatementEnd, type StatementRecord } from '../../packages/bank-files/src/index.ts'
import type { TestSandbox } from './sandbox.ts'
import { filesOf } from './settlement.ts'

type Simulated = Pick<TestSandbox, 'simulatorUrl'>

/** What the simulated bank has booked; amounts in the smallest unit, positive: a credit. */
export type BankTruth = {
  readonly accounts: readonly {
    readonly accountId: string
    readonly currency: string
    readonly purpose: string
    readonly balance: string
  }[]
  readonly entries: readonly {
    readonly accountId: string
    readonly bookingDay: string
    readonly amount: string
    readonly charges: string
    readonly settlementBatchIds: readonly string[]
    /** None where it is a payment that we told the bank to make. */
    readonly counterparty?: { readonly name: string }
  }[]
}

export const bankOf = async ({ simulatorUrl }: Simulated): Promise<BankTruth> =>
  (await (await fetch(`${simulatorUrl}/control/bank`)).json()) as BankTruth

/** A file of the bank as the gateway's reader reads it. */
export type BankFile = { readonly path: string; readonly records: readonly StatementRecord[]; readonly text: string }

/** The bank's statements, in the order of their paths; what it was told, and its answers, are left out. */
export const bankFiles = async (sandbox: Simulated): Promise<BankFile[]> => {
  const files = (await filesOf(sandbox, 'bank')).filter(({ path }) => !/^\/in\/|\/pain002_/.test(path))
  return Promise.all(
    files.map(async ({ path }) => {
      const records: StatementRecord[] = []
      const text = await (await fetch(`${sandbox.simulatorUrl}/control/files/bank${path}`)).text()
      for await (const record of readStatements([Buffer.from(text)])) records.push(record)
      return { path, text, records }
    }),
  )
}

/** How a statement ends. */
export const endOf = ({ records, path }: BankFile): StatementEnd => {
  const [end, another] = records.filter((record) => record.kind === 'statement_end')
  if (end === undefined || another !== undefined) throw new Error(`${path} is not one statement`)
  return end
}

/** How a fault of the bank struck: which settlement batch or file, and what would have been right. */
export type BankStruck = { readonly fault: string; readonly about: string; readonly wasRight: string }

export const bankStrikesOf = async ({ simulatorUrl }: Simulated): Promise<BankStruck[]> => {
  const answer = await fetch(`${simulatorUrl}/control/strikes`)
  return ((await answer.json()) as { bank: BankStruck[] }).bank
}
