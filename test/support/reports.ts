import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { openRawFiles } from '../../apps/gateway/src/file/index.ts'
import { insertReceivedFile, readReceivedFile } from '../../apps/gateway/src/file/received-file.store.ts'
import type { ReceivedFile } from '../../apps/gateway/src/file/received-file.ts'
import type { TestSandbox } from './sandbox.ts'
import { until } from './until.ts'

/** A transaction as Alipay+ clears it; what comes to us is positive. */
export type Item = {
  readonly type: 'PAYMENT' | 'REFUND' | 'CHARGEBACK'
  readonly id: string
  readonly requestId: string
  readonly minor: number
  /** From us. */
  readonly fees: Readonly<Record<string, number>>
}

export type Batch = {
  readonly day: string
  readonly agreement: string
  readonly currency: string
  readonly items: readonly Item[]
}

export type Kind = 'transactionItems' | 'summary' | 'feeItems' | 'settlement'

export const kindsOfClearing = ['transactionItems', 'summary', 'feeItems'] as const

/** A report as rows of cells; the last line is added when it is written. */
export type Sheet = { readonly totals: string[][]; readonly rows: string[][] }

export const batchIdOf = ({ day, agreement }: Pick<Batch, 'day' | 'agreement'>): string =>
  `C${day.replaceAll('-', '')}${agreement}`

export const nameOf = (
  kind: Kind,
  batchId: string,
  { agreement, currency }: Pick<Batch, 'agreement' | 'currency'>,
): string => `${kind}_1020000000001_${currency}_${batchId}_${agreement}_000.csv`

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const amount = (minor: number): [string, string] => [String(Math.abs(minor)), minor > 0 ? 'C' : 'D']

/** Of how many payments what Alipay+ writes; ids follow from the day and the number. */
export const aBatch = (count: number, { day = '2026-11-23', agreement = 'STDEUR', currency = 'EUR' } = {}): Batch => ({
  ...{ day, agreement, currency },
  items: Array.from({ length: count }, (_, n) => ({
    type: n % 5 === 4 ? ('REFUND' as const) : ('PAYMENT' as const),
    id: `${day.replaceAll('-', '')}${agreement}${n}`,
    requestId: `${agreement}${String(n).padStart(20, '0')}`,
    minor: n % 5 === 4 ? -100 - n : 10_000 + n,
    fees: n % 5 === 4 ? { INTERCHANGE_FEE: -1 } : { INTERCHANGE_FEE: 60, SERVICE_FEE: 15 },
  })),
})

export const netOf = ({ items }: Batch): number => sum(items.map(({ minor, fees }) => minor - sum(Object.values(fees))))

/** The three reports of a clearing batch. */
export const sheetsOf = (batch: Batch): Readonly<Record<(typeof kindsOfClearing)[number], Sheet>> => {
  const { items, day, currency } = batch
  const batchId = batchIdOf(batch)
  const time = `${day}T12:00:00+08:00`
  const gross = sum(items.map(({ minor }) => minor))
  const fees = items.flatMap((one) => Object.entries(one.fees).map(([type, minor]) => ({ ...one, type, minor })))
  const total = sum(fees.map(({ minor }) => minor))
  const [grossText, direction] = amount(gross)
  return {
    transactionItems: {
      totals: [
        ['totalCount', 'netSettlementAmountValue', 'settlementCurrency', 'fundDirection'],
        [String(items.length), grossText, currency, direction],
        [],
      ],
      rows: [
        [
          ...['clearingBatchId', 'participantId', 'counterParticipantId', 'transactionId', 'originalTransactionId'],
          ...[
            'transactionRequestId',
            'transactionType',
            'transactionTime',
            'transactionAmountValue',
            'transactionCurrency',
          ],
          ...['settlementAmountValue', 'settlementCurrency', 'fundDirection', 'referenceMerchantId', 'walletBrandName'],
        ],
        ...items.map(({ type, id, requestId, minor }) => {
          const [value, whose] = amount(minor)
          const cells = [
            batchId,
            '1020000000001',
            '1022160000000000000',
            id,
            '',
            requestId,
            type,
            time,
            value,
            currency,
          ]
          return [...cells, value, currency, whose, '1234', 'Touch, Go']
        }),
      ],
    },
    summary: {
      totals: [],
      rows: [
        [
          ...['clearingBatchId', 'clearingDate', 'settlementCurrency', 'transactionType', 'totalCount'],
          ...[
            'totalTransactionSettlementAmountValue',
            'totalFeeAmountValue',
            'netSettlementAmountValue',
            'fundDirection',
          ],
        ],
        [
          ...[batchId, day, currency, 'PAYMENT', String(items.length), grossText, String(Math.abs(total))],
          ...amount(gross - total),
        ],
      ],
    },
    feeItems: {
      totals: [
        ['totalCount', 'totalFeeAmountValue', 'feeCurrency', 'fundDirection'],
        [String(fees.length), String(Math.abs(total)), currency, total < 0 ? 'C' : 'D'],
        [],
      ],
      rows: [
        [
          ...['clearingBatchId', 'transactionId', 'transactionRequestId', 'feeType', 'feeAmountValue', 'feeCurrency'],
          ...['fundDirection', 'transactionTime'],
        ],
        ...fees.map(({ id, requestId, type, minor }) => {
          const whose = minor < 0 ? 'C' : 'D'
          return [batchId, id, requestId, type, String(Math.abs(minor)), currency, whose, time]
        }),
      ],
    },
  }
}

/** The report of a settlement that pays some clearing batches. */
export const settlementSheet = (settlementBatchId: string, day: string, batches: readonly Batch[]): Sheet => {
  const [{ agreement = '', currency = '' } = {}] = batches
  return {
    totals: [
      [
        ...[
          'settlementBatchId',
          'participantId',
          'participantAgreementId',
          'settlementCurrency',
          'settlementAmountValue',
        ],
        ...['fundDirection', 'settlementDate', 'valueDate'],
      ],
      [settlementBatchId, '1020000000001', agreement, currency, ...amount(sum(batches.map(netOf))), day, day],
      [],
    ],
    rows: [
      ['clearingBatchId', 'clearingDate', 'netSettlementAmountValue', 'fundDirection'],
      ...batches.map((one) => [batchIdOf(one), one.day, ...amount(netOf(one))]),
    ],
  }
}

const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const textOf = ({ totals, rows }: Sheet): string =>
  `${[...totals, ...rows].map((cells) => cells.map(cell).join(',')).join('\n')}\n<END>\n`

/** Receives a file as if it had come in, at the sandbox's instant. */
export const receive = async (
  { db, dataDir, gatewayUrl }: TestSandbox,
  name: string,
  text: string,
): Promise<string> => {
  const files = openRawFiles(dataDir)
  const place = await files.workplace(randomUUID())
  await writeFile(place, text)
  const content = await files.keep('alipayplus', place)
  const { now } = (await (await fetch(`${gatewayUrl}/sandbox/clock`)).json()) as { now: string }
  const at = new Date(now)
  const arrival = { source: 'alipayplus', how: 'upload', name, path: name, modifiedAt: at, at, ...content } as const
  const { file } = await insertReceivedFile(db, { fileId: randomUUID(), ...arrival })
  return file.fileId
}

/** A file once nothing is left to be done with it now: taken, refused, or waiting for others. */
export const settled = ({ db }: Pick<TestSandbox, 'db'>, fileId: string): Promise<ReceivedFile> =>
  until('the file is taken, refused, or waits', async () => {
    const file = (await readReceivedFile(db, fileId))?.file
    return file !== undefined && (file.state !== 'received' || file.reason !== undefined) ? file : undefined
  })

/** Receives the reports of a batch, one after the other, in an order; answers the files. */
export const receiveBatch = async (
  sandbox: TestSandbox,
  batch: Batch,
  change: (sheets: ReturnType<typeof sheetsOf>) => Partial<Record<Kind, string>> = () => ({}),
  order: readonly (typeof kindsOfClearing)[number][] = kindsOfClearing,
): Promise<Record<string, string>> => {
  const sheets = sheetsOf(batch)
  const changed = change(sheets)
  const files: Record<string, string> = {}
  for (const kind of order) {
    const text = changed[kind] ?? textOf(sheets[kind])
    files[kind] = await receive(sandbox, nameOf(kind, batchIdOf(batch), batch), text)
  }
  return files
}
