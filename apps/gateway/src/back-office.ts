import type { MatchRules } from '@silkgate/domain'
import type { Logger } from 'pino'
import type { CallLog } from './api-log/index.ts'
import { takeBankFile, takeStatements } from './bank/index.ts'
import type { Reach } from './crash-points.ts'
import type { Duty } from './duty.ts'
import {
  type FileAccess,
  type FileTakers,
  fileDue,
  lookBy,
  pullDue,
  pullFiles,
  putOrders,
  type RawFiles,
  sourcesOf,
  takeFiles,
  takenSources,
  watchInbox,
} from './file/index.ts'
import { invoiceWork, nextInvoices } from './invoice/index.ts'
import { dailyCheckDue, dailyCheckWork } from './ledger/index.ts'
import { type MailServer, sendMails } from './mail/index.ts'
import { addUpVolumesWork, kybReviewsDue, kybReviewWork, volumesDue } from './merchant/index.ts'
import { countPaymentsWork } from './payment-day/index.ts'
import type { Db } from './postgres/db.ts'
import { reconcile, reconciliationDue } from './reconciliation/index.ts'
import {
  explainEntries,
  nextDueRemittance,
  nextLookForAnswers,
  type OrderFiles,
  remittanceWork,
  takePaymentStatus,
} from './remittance/index.ts'
import { dailyReportsWork, type ReportFiles, reportsDue } from './report/index.ts'
import {
  pushDue,
  pushReports,
  removalDue,
  removeOldReports,
  tellingDue,
  tellOfReadyReports,
} from './report-delivery/index.ts'
import type { MasterKey } from './secret/master-key.ts'
import { lookForMissingReports, nextLook, takeReport } from './settlement/index.ts'
import type { Stop } from './stop.ts'
import { checkAgainWork } from './verify/index.ts'
import type { World } from './world.ts'

type Parts = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly rawFiles: RawFiles
  readonly reportFiles: ReportFiles
  readonly orderFiles: OrderFiles
  readonly remitAloneMinor: bigint
  readonly fileAccess: FileAccess
  readonly matchRules: MatchRules
  readonly masterKey: MasterKey
  readonly mailServer: MailServer | undefined
  readonly calls: CallLog
  /** How long a report is kept after it became ready. */
  readonly reportsKeptForMs: number
  /** Called when webhooks may have to be sent. */
  readonly delivers: () => void
  /** Called when a file has come. */
  readonly received: () => void
  /** Called when a file was taken: there may be something to reconcile. */
  readonly taken: () => void
  /** Called when there may be reports to push. */
  readonly pushes: () => void
}

/** What no merchant waits for: files from Alipay+ and the bank, and what becomes of the money that they tell of. */
export const backOffice = (parts: Parts) => {
  const { db } = parts
  const openFile = parts.rawFiles.open
  const takers: FileTakers = {
    alipayplus: takeReport({ ...parts, openFile }),
    bank: takeBankFile({
      statements: takeStatements({ db, world: parts.world }),
      statuses: takePaymentStatus({ db, world: parts.world }),
    }),
  }
  const filesDue = fileDue(takenSources(takers))
  return {
    'SFTP servers': {
      work: pullFiles({
        ...{ ...parts, ...parts.fileAccess },
        expectedAfter: async (source, at) => (source === 'bank' ? nextLookForAnswers(db, at) : undefined),
      }),
      everyMs: 1_000,
      due: pullDue(sourcesOf(parts.fileAccess.sftp)),
    },
    inbox: { work: watchInbox({ ...parts, ...parts.fileAccess }), everyMs: 2_000 },
    'received files': {
      work: takeFiles({ ...parts, takers, openFile }),
      everyMs: 1_000,
      due: filesDue,
    },
    reconciliation: {
      work: reconcile({
        ...{ ...parts, rules: parts.matchRules, fileDue: filesDue },
        explainOrders: explainEntries({ db, toleranceMinor: parts.matchRules.toleranceMinor }),
      }),
      everyMs: 1_000,
      due: reconciliationDue,
    },
    'missing reports': { work: { takeUp: lookForMissingReports(parts) }, everyMs: 5_000, due: () => nextLook(db) },
    'ready reports': { work: tellOfReadyReports(parts), everyMs: 1_000, due: tellingDue },
    'report pushes': { work: pushReports(parts), everyMs: 1_000, due: pushDue },
    'old reports': { work: removeOldReports(parts), everyMs: 60_000, due: removalDue(parts.reportsKeptForMs) },
    remittances: {
      work: remittanceWork({
        ...parts,
        putToBank: putOrders(parts.fileAccess, parts.reach),
        lookForAnswerBy: (tx, at) => lookBy(tx, 'bank', at),
        aloneMinor: parts.remitAloneMinor,
      }),
      everyMs: 1_000,
      due: () => nextDueRemittance(db, parts.world.now()),
    },
    invoices: { work: invoiceWork(parts), everyMs: 2_000, due: () => nextInvoices(db) },
    'daily check': { work: dailyCheckWork(parts), everyMs: 1_000, due: dailyCheckDue },
    'daily reports': {
      work: dailyReportsWork({ ...parts, files: parts.reportFiles }),
      everyMs: 1_000,
      due: reportsDue,
    },
    // By the wall clock, as all of signing in: the sandbox clock does not wait for it.
    mails: { work: sendMails({ ...parts, server: parts.mailServer }), everyMs: 1_000 },
    // Nobody waits for the log, and what is too old in it is in nobody's way.
    'API log': { work: parts.calls.writing, everyMs: 1_000 },
    'old API calls': { work: parts.calls.removing, everyMs: 60_000 },
    'KYB reviews': { work: kybReviewWork(parts), everyMs: 60_000, due: kybReviewsDue },
    volumes: { work: addUpVolumesWork(parts), everyMs: 5_000, due: volumesDue },
    // What is looked at by people alone: the sandbox clock waits for neither.
    'payment days': { work: countPaymentsWork(parts), everyMs: 1_000 },
    checks: { work: checkAgainWork(parts), everyMs: 1_000 },
  } as const satisfies Readonly<Record<string, Duty>>
}
