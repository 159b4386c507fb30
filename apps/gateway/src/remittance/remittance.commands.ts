import {
  isRemittanceId,
  merchantOfRemittance,
  remittanceStatuses,
  type SkipReason,
  skipReasons,
} from '@silkgate/domain'
import type { Command } from 'commander'
import { print, type Tools, withTools } from '../command-line.ts'
import { listRemittances, listSkips, paymentsOfRemittance, readRemittance } from './list-remittances.store.ts'
import type { RemittanceRow } from './remittance.row.ts'

/** What has a value, under the names that people read. */
const shown = (row: RemittanceRow): Record<string, unknown> => {
  const named: Record<string, unknown> = {
    remittanceId: row.remittance_id,
    merchantId: row.merchant_id,
    runId: row.run_id,
    status: row.status,
    says: remittanceStatuses[row.status],
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

const find = async ({ db }: Tools, id: string): Promise<RemittanceRow> => {
  const row = isRemittanceId(id) ? await readRemittance(db, merchantOfRemittance(id), id) : undefined
  if (row === undefined) throw new Error(`There is no remittance "${id}": "silkgate remittance list" lists them.`)
  return row
}

type Filter = { merchant?: string; currency?: string; status?: string; skipped?: boolean; run?: string; limit: string }

const list = ({ merchant, currency, status, skipped, run, limit }: Filter): Promise<void> =>
  withTools(async ({ db }) => {
    if (status !== undefined && !(status in remittanceStatuses)) {
      throw new Error(`--status: there is no "${status}"; there are ${Object.keys(remittanceStatuses).join(', ')}.`)
    }
    if (skipped) {
      for (const { run_id: runId, merchant_id: merchantId, available_minor: available, ...skip } of await listSkips(
        db,
        run,
      )) {
        print({ runId, merchantId, ...skip, says: skipReasons[skip.reason as SkipReason], available })
      }
      return
    }
    const filter = { merchantId: merchant, currency, status: status as RemittanceRow['status'], runId: run }
    for (const row of await listRemittances(db, { ...filter, limit: Number(limit) })) print(shown(row))
  })

const payments = (id: string): Promise<void> =>
  withTools(async (tools) => {
    const { merchant_id, remittance_id, currency } = await find(tools, id)
    for (const row of await paymentsOfRemittance(tools.db, merchant_id.toString(), remittance_id)) {
      const { kind, payment_id: paymentId, about, minor, at } = row
      print({ kind, ...(paymentId && { paymentId }), ...(about && { about }), currency, minor, at })
    }
  })

/** `remittance list|show|payments`: what merchants are paid. */
export const addRemittanceCommands = (root: Command): void => {
  const command = root.command('remittance').description('what merchants are paid')
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
  command
    .command('show <id>')
    .description('one remittance, with what the bank said')
    .action((id: string) => withTools(async (tools) => print(shown(await find(tools, id)))))
  command
    .command('payments <id>')
    .description('what it is made of: payments, fees, refunds, disputes, what earlier ones did not pay')
    .action(payments)
}
