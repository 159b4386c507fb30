import { randomUUID } from 'node:crypto'
import {
  isMerchantId,
  isRemittanceId,
  type KeptBackReason,
  keptBackReasons,
  merchantOfRemittance,
  remittanceStatuses,
  type SkipReason,
  skipReasons,
} from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readEmail, readLimit, type Tools, withTools } from '../command-line.ts'
import { answersOf } from './answer.store.ts'
import { approveRemittance, cancelRemittance, type Decided } from './decide-by-hand.ts'
import { entriesOf } from './entry.store.ts'
import { keptOf } from './kept-back.store.ts'
import {
  listRemittances,
  listSkips,
  paymentsOfRemittance,
  readRemittance,
  type SkipRow,
} from './list-remittances.store.ts'
import { readOrderFile } from './order-file.store.ts'
import { openOrderFiles } from './order-files.ts'
import type { RemittanceRow } from './remittance.row.ts'
import { startRun } from './run.store.ts'
import { runRemittances } from './run-remittances.ts'
import { keptBack } from './unsent.store.ts'

/** What has a value, under the names that people read. */
const shown = (row: RemittanceRow, waitsFor?: KeptBackReason): Record<string, unknown> => {
  const named: Record<string, unknown> = {
    remittanceId: row.remittance_id,
    merchantId: row.merchant_id,
    runId: row.run_id,
    status: row.status,
    says: remittanceStatuses[row.status],
    waitsFor: waitsFor === undefined ? null : `${waitsFor}: ${keptBackReasons[waitsFor]}`,
    currency: row.currency,
    minor: row.minor,
    availableAtCutoff: row.available_at_cutoff,
    cutoffPosition: row.cutoff_position,
    carriedOver: row.carried_over_minor,
    movements: row.movements_minor,
    reserve: row.reserve_minor,
    keptBack: row.kept_back_minor,
    account: row.account,
    createdAt: row.created_at,
    startedBy: row.started_by,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    confirmedAt: row.confirmed_at,
    rejectedAt: row.rejected_at,
    returnedAt: row.returned_at,
    cancelledAt: row.cancelled_at,
    cancelledBy: row.cancelled_by,
    reason: row.reason,
    carriedInto: row.carried_into,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null))
}

const skipped = ({ run_id: runId, merchant_id: merchantId, available_minor: available, ...skip }: SkipRow) => ({
  ...{ runId, merchantId, ...skip, says: skipReasons[skip.reason as SkipReason], available },
})

const find = async ({ db }: Tools, id: string): Promise<RemittanceRow> => {
  const row = isRemittanceId(id) ? await readRemittance(db, merchantOfRemittance(id), id) : undefined
  if (row === undefined) throw new Error(`There is no remittance "${id}": "silkgate remittance list" lists them.`)
  return row
}

type Filter = { merchant?: string; currency?: string; status?: string; skipped?: boolean; run?: string; limit: string }

const list = ({ merchant, currency, status, skipped: isOfSkipped, run: runId, limit }: Filter): Promise<void> =>
  withTools(async ({ db, now }) => {
    if (status !== undefined && !(status in remittanceStatuses)) {
      throw new Error(`--status: there is no "${status}"; there are ${Object.keys(remittanceStatuses).join(', ')}.`)
    }
    if (isOfSkipped) {
      for (const skip of await listSkips(db, runId)) print(skipped(skip))
      return
    }
    const filter = { merchantId: merchant, currency, status: status as RemittanceRow['status'], runId }
    const reasons = await keptBack(db, now())
    for (const row of await listRemittances(db, { ...filter, limit: readLimit(limit) })) {
      print(shown(row, reasons.get(row.remittance_id)))
    }
  })

const payments = (id: string): Promise<void> =>
  withTools(async (tools) => {
    const { merchant_id, remittance_id, currency } = await find(tools, id)
    for (const row of await paymentsOfRemittance(tools.db, merchant_id.toString(), remittance_id)) {
      const { kind, payment_id: paymentId, about, minor, at } = row
      print({ kind, ...(paymentId && { paymentId }), ...(about && { about }), currency, minor, at })
    }
  })

const show = (id: string): Promise<void> =>
  withTools(async (tools) => {
    const row = await find(tools, id)
    const file = row.file_id === null ? undefined : await readOrderFile(tools.db, row.file_id)
    print({
      ...shown(row, (await keptBack(tools.db, tools.now())).get(row.remittance_id)),
      ...(file && {
        file: {
          name: file.name,
          messageId: file.message_id,
          sha256: file.sha256,
          sentAt: file.sent_at,
          problem: file.problem,
        },
      }),
      kept: await keptOf(tools.db, row.merchant_id.toString(), id),
      answers: await answersOf(tools.db, id),
      bank: await entriesOf(tools.db, id),
    })
  })

const file = (id: string): Promise<void> =>
  withTools(async (tools) => {
    const row = await find(tools, id)
    if (row.file_id === null) throw new Error(`${id} is ${row.status}: the bank was not told of it.`)
    const kept = await readOrderFile(tools.db, row.file_id)
    if (kept === undefined) throw new Error(`The file of ${id} is not known.`)
    process.stdout.write(await openOrderFiles(tools.settings.DATA_DIR).read(kept.name, kept.sha256))
  })

const run = ({ as, merchant }: { as: string; merchant?: string }): Promise<void> =>
  withTools(async ({ db, settings, now }) => {
    if (merchant !== undefined && !isMerchantId(merchant))
      throw new Error(`--merchant: "${merchant}" is no merchant id.`)
    const one = { runId: randomUUID(), at: now(), startedBy: readEmail('--as', as), onlyMerchant: merchant }
    await startRun(db, one)
    const isWhole = await runRemittances({ db, aloneMinor: BigInt(settings.REMIT_ALONE_MINOR) }, one)
    for (const row of await listRemittances(db, { runId: one.runId })) print(shown(row))
    for (const skip of await listSkips(db, one.runId)) print(skipped(skip))
    if (!isWhole)
      print({ runId: one.runId, says: 'payments are just becoming PAID: the gateway goes on with this run' })
  })

const decide =
  (act: (tools: Tools, asked: Asked) => Promise<Decided>) =>
  (id: string, { as, reason }: { as: string; reason?: string }): Promise<void> =>
    withTools(async (tools) => {
      const { merchant_id, remittance_id: remittanceId } = await find(tools, id)
      const asked = { merchantId: merchant_id.toString(), remittanceId, by: readEmail('--as', as), at: tools.now() }
      const decided = await act(tools, { ...asked, reason: reason ?? '' })
      if (decided !== 'done') throw new Error(`${id}: ${decided.refused}.`)
      print(shown(await find(tools, id)))
    })

type Asked = Parameters<typeof cancelRemittance>[1]

/** `remittance run|list|show|payments|approve|cancel`: what merchants are paid. */
export const addRemittanceCommands = (root: Command): void => {
  const command = root.command('remittance').description('what merchants are paid')
  const who = ['--as <email>', 'who you are'] as const
  command
    .command('run')
    .description('pays at once what is available, whatever day and amount the contract says')
    .requiredOption(...who)
    .option('--merchant <id>', 'this merchant alone')
    .action(run)
  command
    .command('list')
    .description('remittances, the latest first')
    .option('--merchant <id>', 'of this merchant alone')
    .option('--currency <code>', 'in this currency alone')
    .option('--status <status>', 'that have come so far alone')
    .option('--run <id>', 'of this run alone')
    .option('--skipped', 'who had a balance and was not paid instead, and why: by the last run, or by --run')
    .option('--limit <number>', 'at most so many', '1000')
    .action(list)
  command.command('show <id>').description('one remittance, with what the bank said').action(show)
  command.command('file <id>').description('the pain.001 that told the bank of it, as it was sent').action(file)
  command
    .command('payments <id>')
    .description('what it is made of: payments, fees, refunds, disputes, what earlier ones did not pay')
    .action(payments)
  command
    .command('approve <id>')
    .description('lets a large one go to the bank; not by who started its run')
    .requiredOption(...who)
    .action(decide(({ db }, asked) => approveRemittance(db, asked)))
  command
    .command('cancel <id>')
    .description('calls one off that the bank was not told of; its money is available again')
    .requiredOption(...who)
    .requiredOption('--reason <text>', 'why')
    .action(decide(({ db }, asked) => cancelRemittance(db, asked)))
}
