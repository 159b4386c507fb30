import { Command } from 'commander'
import { addAlipayPlusCommands } from './alipayplus/access.commands.ts'
import { addAuditCommands } from './audit/audit.commands.ts'
import { addBankAccountCommands } from './bank/bank-account.commands.ts'
import { addBreakCommands, explainSweep } from './break/break.commands.ts'
import { addVariantCommands } from './checkout-page/variant.commands.ts'
import { askWhoChanges, beginCommand } from './command-line.ts'
import { addDisputeCommands } from './dispute/dispute.commands.ts'
import { addExceptionCommands } from './exception/exception.commands.ts'
import { addFileCommands } from './file/file.commands.ts'
import { addInvoiceCommands } from './invoice/invoice.commands.ts'
import { addLedgerCommands } from './ledger/ledger.commands.ts'
import { addContractCommands } from './merchant/contract.commands.ts'
import { addHoldCommands } from './merchant/hold.commands.ts'
import { addMerchantCommands } from './merchant/merchant.commands.ts'
import { addPayoutAccountCommands } from './merchant/payout-account.commands.ts'
import { addUserCommands } from './operator/user.commands.ts'
import { addRefundCommands } from './payment/return-fees.commands.ts'
import { addPersonalDataCommands } from './personal-data/personal-data.commands.ts'
import { migrateGateway } from './postgres/migrate-gateway.ts'
import { addRegistrationCommands } from './registration/registration.commands.ts'
import { addRemittanceCommands } from './remittance/remittance.commands.ts'
import { addReportCommands } from './report/report.commands.ts'
import { addReportDeliveryCommands } from './report-delivery/report-push.commands.ts'
import { addSandboxCommands } from './sandbox/sandbox.commands.ts'
import { serve } from './serve.ts'
import { readSettings } from './settings.ts'
import { addSettlementCommands } from './settlement/settlement.commands.ts'
import { addSftpKeyCommands } from './sftp-key.commands.ts'
import { addSignatureDoctorCommands } from './signature-doctor/signature-doctor.commands.ts'
import { addSweepCommands } from './sweep/sweep.commands.ts'
import { addTrailCommands } from './trail/trail.commands.ts'
import { addVerifyCommand } from './verify/verify.commands.ts'
import { addEventCommands } from './webhook/event.commands.ts'
import { addWebhookCommands } from './webhook/webhook.commands.ts'

/** The operator's command line. Each thing is printed as one JSON object on a line; secrets are shown once. */
export const program = (): Command => {
  const root = new Command('silkgate').description('An Alipay+ acquirer in a box').showHelpAfterError()
  root.command('serve').description('run the gateway').action(runServe)
  root.command('migrate').description('bring the database up to date').action(runMigrate)
  addMerchantCommands(root)
  addContractCommands(root)
  addPayoutAccountCommands(root)
  addHoldCommands(root)
  addUserCommands(root)
  addRegistrationCommands(root)
  addWebhookCommands(root)
  addEventCommands(root)
  addVariantCommands(root)
  addAlipayPlusCommands(root)
  addExceptionCommands(root)
  addBreakCommands(root)
  addTrailCommands(root)
  addRefundCommands(root)
  addDisputeCommands(root)
  addFileCommands(root)
  addSftpKeyCommands(root)
  addLedgerCommands(root)
  addBankAccountCommands(root)
  addSweepCommands(root, explainSweep)
  addRemittanceCommands(root)
  addInvoiceCommands(root)
  addReportCommands(root)
  addReportDeliveryCommands(root)
  addVerifyCommand(root)
  addAuditCommands(root)
  addSettlementCommands(root)
  addSignatureDoctorCommands(root)
  addPersonalDataCommands(root)
  addSandboxCommands(root)
  askWhoChanges(root)
  return root.hook('preAction', (_root, command) => beginCommand(command))
}

const runMigrate = async (): Promise<void> => {
  const { DATABASE_URL } = readSettings(process.env)
  if (DATABASE_URL === undefined) throw new Error('DATABASE_URL: is needed to migrate.')
  const applied = await migrateGateway(DATABASE_URL)
  console.log(JSON.stringify({ applied }))
}

const runServe = async (): Promise<void> => {
  const serving = await serve(readSettings(process.env))
  // Tells the one who started it that it serves.
  process.send?.('serving')
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    serving.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  // The one who started the sandbox is gone.
  process.once('disconnect', end)
}
