import { Command } from 'commander'
import { askWhoChanges, beginCommand } from './command-line.ts'
import { migrateGateway } from './postgres/migrate-gateway.ts'
import { readSettings } from './settings.ts'

type Family = readonly [words: string, load: () => Promise<(root: Command) => void>]

/** Who adds which commands, by their first words: what a command does not need is not loaded for it. */
const families: readonly Family[] = [
  ['merchant api-key webhook-key', async () => (await import('./merchant/merchant.commands.ts')).addMerchantCommands],
  ['contract', async () => (await import('./merchant/contract.commands.ts')).addContractCommands],
  ['payout-account', async () => (await import('./merchant/payout-account.commands.ts')).addPayoutAccountCommands],
  ['hold', async () => (await import('./merchant/hold.commands.ts')).addHoldCommands],
  ['user', async () => (await import('./operator/user.commands.ts')).addUserCommands],
  ['merchant', async () => (await import('./registration/registration.commands.ts')).addRegistrationCommands],
  ['webhook-endpoint', async () => (await import('./webhook/webhook.commands.ts')).addWebhookCommands],
  ['webhook-event', async () => (await import('./webhook/event.commands.ts')).addEventCommands],
  ['checkout-variant', async () => (await import('./checkout-page/variant.commands.ts')).addVariantCommands],
  ['alipayplus-key', async () => (await import('./alipayplus/access.commands.ts')).addAlipayPlusCommands],
  ['exceptions exception', async () => (await import('./exception/exception.commands.ts')).addExceptionCommands],
  ['break', async () => (await import('./break/break.commands.ts')).addBreakCommands],
  ['trail', async () => (await import('./trail/trail.commands.ts')).addTrailCommands],
  ['refund', async () => (await import('./payment/return-fees.commands.ts')).addRefundCommands],
  ['dispute', async () => (await import('./dispute/dispute.commands.ts')).addDisputeCommands],
  ['file', async () => (await import('./file/file.commands.ts')).addFileCommands],
  ['sftp-key sftp-host-key', async () => (await import('./sftp-key.commands.ts')).addSftpKeyCommands],
  ['ledger', async () => (await import('./ledger/ledger.commands.ts')).addLedgerCommands],
  ['bank-account', async () => (await import('./bank/bank-account.commands.ts')).addBankAccountCommands],
  [
    'sweep',
    async () => {
      const { explainSweep } = await import('./break/break.commands.ts')
      const { addSweepCommands } = await import('./sweep/sweep.commands.ts')
      return (root) => addSweepCommands(root, explainSweep)
    },
  ],
  ['remittance', async () => (await import('./remittance/remittance.commands.ts')).addRemittanceCommands],
  ['invoice', async () => (await import('./invoice/invoice.commands.ts')).addInvoiceCommands],
  ['report verify-report', async () => (await import('./report/report.commands.ts')).addReportCommands],
  [
    'report report-push',
    async () => (await import('./report-delivery/report-push.commands.ts')).addReportDeliveryCommands,
  ],
  ['verify', async () => (await import('./verify/verify.commands.ts')).addVerifyCommand],
  ['audit', async () => (await import('./audit/audit.commands.ts')).addAuditCommands],
  ['settlement scheme-fee', async () => (await import('./settlement/settlement.commands.ts')).addSettlementCommands],
  [
    'signature-doctor',
    async () => (await import('./signature-doctor/signature-doctor.commands.ts')).addSignatureDoctorCommands,
  ],
  ['privacy', async () => (await import('./personal-data/personal-data.commands.ts')).addPersonalDataCommands],
  ['sandbox', async () => (await import('./sandbox/sandbox.commands.ts')).addSandboxCommands],
]

/**
 * The operator's command line: the commands that begin with a word, or all of them where none does. Each thing is printed as one
 * JSON object on a line; secrets are shown once.
 */
export const program = async (word = ''): Promise<Command> => {
  const root = new Command('silkgate').description('An Alipay+ acquirer in a box').showHelpAfterError()
  root.command('serve').description('run the gateway').action(runServe)
  root.command('migrate').description('bring the database up to date').action(runMigrate)
  const asked = families.filter(([words]) => words.split(' ').includes(word))
  const isOwn = root.commands.some((command) => command.name() === word)
  for (const [, load] of asked.length > 0 || isOwn ? asked : families) (await load())(root)
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
  // What serves is no small part of the program, and no other command needs it.
  const { serve } = await import('./serve.ts')
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
