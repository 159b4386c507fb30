/**
 * Every commit and every network call of the payment path, by name. `Db.write` and the outgoing calls take one of these
 * names, so a new one cannot be written without a place in this list; a test kills the process before and after each of
 * them.
 */
export const deeds = [
  'create.commit_order_numbers',
  'create.commit_intent',
  'create.call_pay',
  'create.commit_outcome',
  'notify.commit_outcome',
  'due.commit_claim',
  'resubmit.call_pay',
  'resubmit.commit_outcome',
  'inquire.call_inquiry',
  'inquire.commit_outcome',
  'expire.call_inquiry',
  'expire.commit_outcome',
  'cancel.call_cancel',
  'cancel.commit_outcome',
  'checkout.commit_intent',
  'checkout.commit_end',
  'refund.commit_intent',
  'refund.call_refund',
  'refund.commit_outcome',
  'refund.commit_decision',
  'refund.commit_claim',
  'refund.call_again',
  'refund.call_inquiry',
  'refund.commit_again',
  'dispute.commit_news',
  'dispute.commit_file',
  'dispute.commit_answer',
  'dispute.commit_claim',
  'dispute.call_answer',
  'dispute.commit_outcome',
  'file.commit_pull_claim',
  'file.call_connect',
  'file.call_list',
  'file.call_fetch',
  'file.commit_received',
  'file.commit_pull',
  'file.commit_claim',
  'file.commit_taken',
  'settlement.commit_file',
  'settlement.commit_batch',
  'settlement.commit_correction',
  'settlement.commit_settlement',
  'settlement.commit_refusal',
  'settlement.commit_look',
  'remittance.commit_run',
  'remittance.commit_release',
  'remittance.commit_remittance',
  'remittance.commit_file',
  'remittance.commit_claim',
  'remittance.call_bank',
  'remittance.commit_sent',
  'remittance.commit_answers',
  'remittance.commit_entry',
  'deliver.commit_claim',
  'deliver.call_merchant',
  'deliver.commit_outcome',
  'publish.commit_positions',
  'ledger.commit_daily_check',
  'bank.commit_statements',
  'reconcile.commit_lines',
  'reconcile.commit_receipt',
  'reconcile.commit_paid',
  'reconcile.commit_finish',
  'reconcile.commit_breaks',
  'reconcile.commit_run',
  'invoice.commit_run',
  'invoice.commit_invoice',
  'report.commit_plan',
  'report.commit_ready',
  'delivery.commit_told',
  'delivery.commit_removed',
  'delivery.commit_push_claim',
  'delivery.call_connect',
  'delivery.call_put',
  'delivery.commit_push',
] as const

export type Deed = (typeof deeds)[number]

/** What else writes or calls: set-up and housekeeping, where a crash leaves nothing behind that matters. */
export type Chore =
  | 'chore.set_up'
  | 'chore.clean_up'
  | 'chore.recover_leases'
  | 'chore.open_exception'
  | 'chore.close_exception'
  | 'chore.work_on_exception'
  | 'chore.write_note'
  | 'chore.keep_view'
  | 'chore.resolve_break'
  | 'chore.decide_on_remittance'
  | 'chore.open_client_session'
  | 'chore.ask_about_order'
  | 'chore.consult_wallets'
  | 'chore.register_merchant'
  | 'chore.hear_registration'
  | 'chore.call_endpoint'
  | 'chore.replay_events'
  | 'chore.add_up_volumes'
  | 'chore.count_payments'
  | 'chore.keep_check'
  | 'chore.resend_report'
  | 'chore.credit_invoice'
  | 'chore.put_off_invoice'
  | 'chore.make_checkpoint'
  | 'chore.close_month'
  | 'chore.keep_lease'
  | 'chore.put_file_off'
  | 'chore.recall_file'
  | 'chore.sign_in'
  | 'chore.keep_audit'
  | 'chore.send_mail'
  | 'chore.keep_call'
  | 'chore.stage_report'

export type CrashPoint = `${'before' | 'after'} ${Deed}`

export const crashPoints: readonly CrashPoint[] = deeds.flatMap((deed) => [`before ${deed}`, `after ${deed}`] as const)

/** Called before and after each deed. */
export type Reach = (point: CrashPoint | `${'before' | 'after'} ${Chore}`) => void

/**
 * In the sandbox, `CRASH_AT` names the point at which the process kills itself with SIGKILL, for tests. Anywhere else
 * it does nothing.
 */
export const reachOf = (crashAt: string | undefined): Reach => {
  if (crashAt === undefined) return () => {}
  return (point) => {
    if (point === crashAt) process.kill(process.pid, 'SIGKILL')
  }
}

/** Does a deed between its two points. */
export const between = async <T>(reach: Reach, deed: Deed | Chore, work: () => Promise<T>): Promise<T> => {
  reach(`before ${deed}`)
  const done = await work()
  reach(`after ${deed}`)
  return done
}
