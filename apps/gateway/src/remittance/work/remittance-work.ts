import {
  isRemittanceId,
  type MerchantId,
  merchantOfRemittance,
  money,
  type RemittanceId,
  remittanceStatuses,
  saysTotal,
  skipReasons,
  totalToType,
  type WaitingTotal,
} from '@silkgate/domain'
import { type Page, type Place, pageOf } from '../../http/place.ts'
import { readHolds } from '../../merchant/index.ts'
import { whoMay } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import type { World } from '../../world.ts'
import { answersOf } from '../answer.store.ts'
import { approveRemittance, cancelRemittance, type Decided } from '../decide-by-hand.ts'
import { entriesOf } from '../entry.store.ts'
import { readRemittance } from '../list-remittances.store.ts'
import { readOrderFile } from '../order-file.store.ts'
import type { OrderFiles } from '../order-files.ts'
import type { RemittanceRow } from '../remittance.row.ts'
import type { MovementQuery } from '../remittance-query.ts'
import { movementView, remittanceView } from '../remittance-view.ts'
import { remittancesOfMerchant } from '../remittances-of-merchant.ts'
import { lastRun, startRun } from '../run.store.ts'
import { nextRunAt } from '../run-time.ts'
import { keptBack } from '../unsent.store.ts'
import {
  accountStory,
  type ListedRemittance,
  type ListFilter,
  listForConsole,
  merchantName,
  sumsOf,
  waitingOf,
  waitingTotals,
} from './remittance-list.store.ts'
import { type ListedRun, listRuns, pageOfSkips, readRun } from './run-list.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly orderFiles: OrderFiles }

type Scope = MerchantId | undefined

/** What somebody's approval is about: which total is typed again, and who may give it. */
export type Approval = {
  readonly totals: readonly WaitingTotal[]
  readonly toType: WaitingTotal
  readonly by: readonly string[]
}

/** Who did what is the operator's to know. */
const runView = ({ place_at: _, startedBy, ...run }: ListedRun, scope: Scope) => ({
  ...run,
  ...(scope === undefined ? { startedBy } : {}),
})

const listed = ({ place_at: _, currency, minor, ...row }: ListedRemittance, isHeld: boolean, scope: Scope) => ({
  ...row,
  amount: { currency, minor },
  ...(scope === undefined ? { isHeld } : {}),
})

const people = (row: RemittanceRow) => ({
  ...{ runId: row.run_id, startedBy: row.started_by, approvedBy: row.approved_by, cancelledBy: row.cancelled_by },
  approvedAt: row.approved_at,
})

/** What merchants are paid, as the console shows it, and what people decide about it. */
export const remittanceWork = ({ db, world, orderFiles }: Needs) => {
  const remittances = remittancesOfMerchant(db)

  /** What may be approved of a run or of one remittance, and by whom; undefined where nothing waits. */
  const approvalOf = async (what: Parameters<typeof waitingTotals>[1]): Promise<Approval | undefined> => {
    const rows = await waitingTotals(db, what)
    const totals = [...new Set(rows.map(({ currency }) => currency))].map((currency): WaitingTotal => {
      const own = rows.filter((row) => row.currency === currency)
      return {
        ...money(
          currency,
          own.reduce((sum, { minor }) => sum + minor, 0n),
        ),
        remittances: own.reduce((sum, { remittances: n }) => sum + n, 0),
      }
    })
    const toType = totalToType(totals)
    if (toType === undefined) return undefined
    const makers = new Set(rows.map(({ startedBy }) => startedBy))
    return { totals, toType, by: (await whoMay(db, 'remittance.approve')).filter((email) => !makers.has(email)) }
  }

  const find = async (id: string, scope: Scope): Promise<RemittanceRow | undefined> => {
    if (!isRemittanceId(id) || (scope ?? merchantOfRemittance(id)) !== merchantOfRemittance(id)) return undefined
    return readRemittance(db, merchantOfRemittance(id), id)
  }

  /** Holds of its merchant that keep it back. */
  const holdsOnMerchant = async (row: RemittanceRow) => {
    if (row.file_id !== null || !['awaiting_approval', 'approved'].includes(row.status)) return []
    const holds = await readHolds(db, { merchantId: row.merchant_id.toString(), isInForce: true })
    return holds.filter(({ about }) => about === 'merchant')
  }

  const fileOf = async ({ file_id: fileId }: RemittanceRow) => {
    const file = fileId === null ? undefined : await readOrderFile(db, fileId)
    if (file === undefined) return undefined
    return {
      ...{ name: file.name, messageId: file.message_id, sha256: file.sha256, orders: file.orders },
      ...{ madeAt: file.made_at, sentAt: file.sent_at, problem: file.problem },
    }
  }

  const view = async (row: RemittanceRow, scope: Scope) => {
    const merchantId = row.merchant_id.toString()
    const id: RemittanceId = row.remittance_id
    const [merchant, made, story, answers, bank] = await Promise.all([
      merchantName(db, merchantId),
      sumsOf(db, merchantId, id),
      accountStory(db, merchantId, id),
      answersOf(db, id),
      entriesOf(db, id),
    ])
    const common = {
      ...remittanceView(row),
      ...{ merchantId, merchant, says: remittanceStatuses[row.status], made, ...story },
      answers: answers.map(({ file, ...answer }) => (scope === undefined ? { ...answer, file } : answer)),
      bank: bank.map(({ account, statement, ...entry }) =>
        scope === undefined ? { account, statement, ...entry } : entry,
      ),
    }
    if (scope !== undefined) return common
    const [merchantHolds, holds, file, approval] = await Promise.all([
      holdsOnMerchant(row),
      readHolds(db, { merchantId, isInForce: false, objectId: id }),
      fileOf(row),
      approvalOf({ remittanceId: id }),
    ])
    const waitsFor = (await keptBack(db, world.now())).get(id)
    return { ...common, ...people(row), waitsFor, merchantHolds, holds, file, approval }
  }

  return {
    /** What waits for somebody, and when the next run is. */
    stand: async (scope: Scope) => ({
      nextRunAt: nextRunAt(await lastRun(db))?.at,
      ...(scope === undefined ? { approval: await approvalOf({}) } : {}),
    }),

    runs: async (scope: Scope, query: { after: Place | undefined; limit: number }) => {
      const found = await listRuns(db, { merchantId: scope, ...query, limit: query.limit + 1 })
      const { rows, next } = pageOf(found, query.limit, (row): Place => ({ at: row.place_at, id: row.runId }))
      return { rows: rows.map((row) => runView(row, scope)), next }
    },

    /** One run, with what waits for approval; undefined where there is none that the caller may see. */
    run: async (runId: string, scope: Scope) => {
      const row = await readRun(db, runId, scope)
      if (row === undefined) return undefined
      return { ...runView(row, scope), ...(scope === undefined ? { approval: await approvalOf({ runId }) } : {}) }
    },

    skips: async (runId: string, scope: Scope, query: { after: Place | undefined; limit: number }) => {
      const found = await pageOfSkips(db, runId, { merchantId: scope, ...query, limit: query.limit + 1 })
      const { rows, next } = pageOf(
        found,
        query.limit,
        (row): Place => ({ at: row.merchantId.toString(), id: row.currency }),
      )
      return { rows: rows.map((row) => ({ ...row, says: skipReasons[row.reason] })), next }
    },

    list: async (scope: Scope, filter: ListFilter) => {
      const found = await listForConsole(db, { ...filter, limit: filter.limit + 1 })
      const page: Page<ListedRemittance> = pageOf(found, filter.limit, (row) => ({
        at: row.place_at,
        id: row.remittanceId,
      }))
      const kept = await keptBack(db, world.now())
      return { rows: page.rows.map((row) => listed(row, kept.has(row.remittanceId), scope)), next: page.next }
    },

    /** One remittance: why it comes to its amount, how far it has come, what the bank said. */
    one: async (id: string, scope: Scope) => {
      const row = await find(id, scope)
      return row && view(row, scope)
    },

    payments: async (id: string, scope: Scope, query: MovementQuery) => {
      const row = await find(id, scope)
      if (row === undefined) return undefined
      const { rows, next } = await remittances.movements(row, query)
      return { rows: rows.map((one) => movementView(one, row.currency)), next }
    },

    /** The very bytes that the bank was told by; undefined where it was told nothing. */
    file: async (id: string): Promise<{ name: string; bytes: Buffer } | undefined> => {
      const row = await find(id, undefined)
      const file = row && (await fileOf(row))
      return file && { name: file.name, bytes: await orderFiles.read(file.name, file.sha256) }
    },

    /** Has a run begun at once; the gateway goes on with it. */
    startRun: async (by: string, onlyMerchant: MerchantId | undefined): Promise<string> => {
      const runId = world.newId()
      await startRun(db, { runId, at: world.now(), startedBy: by, onlyMerchant })
      return runId
    },

    approvalOf,

    /** Approves one remittance, or calls it off where there is a reason. */
    decide: (remittanceId: RemittanceId, by: string, reason: string | undefined): Promise<Decided> => {
      const asked = { merchantId: merchantOfRemittance(remittanceId), remittanceId, by, at: world.now() }
      return reason === undefined ? approveRemittance(db, asked) : cancelRemittance(db, { ...asked, reason })
    },

    waitingOf: (runId: string) => waitingOf(db, runId),
  }
}

export type RemittanceWork = ReturnType<typeof remittanceWork>

/** Whether the total that was typed is the one that waits now; otherwise what is wrong. */
export const whyNotApproved = (approval: Approval, typed: string): string | undefined => {
  const { currency, remittances } = approval.toType
  if (saysTotal(typed, approval.toType)) return undefined
  return `This is not what waits in ${currency} now, over ${remittances} remittances. Look at the list again and type its total.`
}
