export const transactionTypes = ['PAYMENT', 'REFUND', 'CANCEL', 'ADJUSTMENT', 'CHARGEBACK'] as const
export const feeTypes = ['INTERCHANGE_FEE', 'SERVICE_FEE'] as const

/** What a cell may hold, and what it is read as. Amounts are in the currency's smallest unit. */
export type CellValues = {
  readonly text: string
  readonly 'text or nothing': string | undefined
  readonly count: number
  /** Never negative. */
  readonly amount: bigint
  /** An amount with its row's direction: what comes to us is positive. */
  readonly 'to us': bigint
  /** The same the other way: what is taken from us is positive. */
  readonly 'from us': bigint
  readonly currency: string
  readonly time: Date
  /** `2026-11-25` */
  readonly day: string
  readonly 'transaction type': (typeof transactionTypes)[number]
  readonly 'fee type': (typeof feeTypes)[number]
}

export type CellType = keyof CellValues

/** A column: what its header is called, and what its cells hold. */
type Column = readonly [name: string, type: CellType]

/** A section of a report. `direction` is the column that says whose its amounts are. */
type Section = { readonly direction: string; readonly columns: Readonly<Record<string, Column>> }

type Layout = {
  /** One line of totals, before the details. */
  readonly summary?: Section
  readonly detail: Section
}

/**
 * Everything that we know of how the reports of Alipay+ are written, and the only place that knows it: the kinds, the
 * columns by our name for them, what they hold, and whose money it is. Columns are found by their header, so their order and
 * further ones do not matter. The published layout is not known in full: where the real one differs, it is corrected here.
 */
export const reportLayout = {
  transactionItems: {
    summary: {
      direction: 'fundDirection',
      columns: {
        count: ['totalCount', 'count'],
        total: ['netSettlementAmountValue', 'to us'],
        currency: ['settlementCurrency', 'currency'],
      },
    },
    detail: {
      direction: 'fundDirection',
      columns: {
        batchId: ['clearingBatchId', 'text'],
        transactionType: ['transactionType', 'transaction type'],
        transactionId: ['transactionId', 'text'],
        transactionRequestId: ['transactionRequestId', 'text'],
        originalTransactionId: ['originalTransactionId', 'text or nothing'],
        transactionTime: ['transactionTime', 'time'],
        pspId: ['counterParticipantId', 'text or nothing'],
        amount: ['transactionAmountValue', 'amount'],
        amountCurrency: ['transactionCurrency', 'currency'],
        settlement: ['settlementAmountValue', 'to us'],
        currency: ['settlementCurrency', 'currency'],
      },
    },
  },
  summary: {
    detail: {
      direction: 'fundDirection',
      columns: {
        batchId: ['clearingBatchId', 'text'],
        clearingDay: ['clearingDate', 'day'],
        currency: ['settlementCurrency', 'currency'],
        count: ['totalCount', 'count'],
        gross: ['totalTransactionSettlementAmountValue', 'amount'],
        fees: ['totalFeeAmountValue', 'amount'],
        net: ['netSettlementAmountValue', 'to us'],
      },
    },
  },
  feeItems: {
    summary: {
      direction: 'fundDirection',
      columns: {
        count: ['totalCount', 'count'],
        total: ['totalFeeAmountValue', 'from us'],
        currency: ['feeCurrency', 'currency'],
      },
    },
    detail: {
      direction: 'fundDirection',
      columns: {
        batchId: ['clearingBatchId', 'text'],
        transactionId: ['transactionId', 'text'],
        transactionRequestId: ['transactionRequestId', 'text'],
        feeType: ['feeType', 'fee type'],
        fee: ['feeAmountValue', 'from us'],
        currency: ['feeCurrency', 'currency'],
      },
    },
  },
  settlement: {
    summary: {
      direction: 'fundDirection',
      columns: {
        batchId: ['settlementBatchId', 'text'],
        agreement: ['participantAgreementId', 'text'],
        currency: ['settlementCurrency', 'currency'],
        total: ['settlementAmountValue', 'to us'],
        settlementDay: ['settlementDate', 'day'],
        valueDay: ['valueDate', 'day'],
      },
    },
    detail: {
      direction: 'fundDirection',
      columns: {
        clearingBatchId: ['clearingBatchId', 'text'],
        clearingDay: ['clearingDate', 'day'],
        net: ['netSettlementAmountValue', 'to us'],
      },
    },
  },
} as const satisfies Readonly<Record<string, Layout>>

/** The four reports. */
export type ReportKind = keyof typeof reportLayout
/** All of them. */
export const reportKinds = Object.keys(reportLayout) as ReportKind[]

export const layoutOf = (kind: ReportKind): Layout => reportLayout[kind]

/** Whose money it is: C comes to us, D is taken from us. */
export const directions: Readonly<Record<string, 1n | -1n>> = { C: 1n, D: -1n }

/** The last line, where there is one. */
export const endOfReport = '<END>'

/** `transactionItems_<participant>_<currency>_<batch>_<agreement>_<sequence>.csv`; the sections of a name. */
const namePattern =
  /^(?<kind>[A-Za-z]+)_(?<participant>[^_]+)_(?<currency>[A-Z]{3})_(?<batchId>[^_]+)_(?<agreement>[^_]+)_(?<sequence>\d{3})\.csv$/

/** What a report's name says of it; nothing where it is another name. */
export const readReportName = (
  name: string,
): { kind?: ReportKind; currency?: string; batchId?: string; agreement?: string } => {
  const { kind: word, currency, batchId, agreement } = namePattern.exec(name)?.groups ?? {}
  const kind = reportKinds.find((one) => one === word)
  return kind === undefined || currency === undefined || batchId === undefined || agreement === undefined
    ? {}
    : { kind, currency, batchId, agreement }
}

/** The number at the end of a report's name; undefined where it is another name. */
export const sequenceOfReport = (name: string): number | undefined => {
  const { sequence } = namePattern.exec(name)?.groups ?? {}
  return sequence === undefined ? undefined : Number(sequence)
}

/** What a batch id says of itself, `C20261125STDEUR`: for a report of no rows, or under a name of somebody's own. */
export const readBatchId = (batchId: string): { clearingDay?: string; agreement?: string } => {
  const [, year, month, day, agreement] = /^[CS](\d{4})(\d\d)(\d\d)([A-Z0-9]+)$/.exec(batchId) ?? []
  return agreement === undefined ? {} : { clearingDay: `${year}-${month}-${day}`, agreement }
}

/** The headers of every column of a report that we read. */
export const reportColumns = (kind: ReportKind): string[] => {
  const { summary, detail } = layoutOf(kind)
  return [summary, detail].flatMap((section) =>
    section === undefined ? [] : [section.direction, ...Object.values(section.columns).map(([name]) => name)],
  )
}

type Sections<Kind extends ReportKind> = (typeof reportLayout)[Kind]

export type ColumnsOf<Kind extends ReportKind, Part extends 'summary' | 'detail'> =
  Sections<Kind> extends Readonly<Record<Part, { readonly columns: infer Columns }>> ? Columns : never

/** The headers of a section's columns by our names, for those who have to be told: `headersOf('feeItems', 'summary').total`. */
export const headersOf = <Kind extends ReportKind, Part extends 'summary' | 'detail'>(kind: Kind, part: Part) =>
  Object.fromEntries(
    Object.entries(layoutOf(kind)[part]?.columns ?? {}).map(([field, [name]]) => [field, name]),
  ) as Readonly<Record<keyof ColumnsOf<Kind, Part>, string>>
