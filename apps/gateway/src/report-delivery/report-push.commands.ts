import { isMerchantId, type MerchantId } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, whoOf, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import { listPushTargets, type PushTargetRow } from './push.store.ts'
import { endReportPush, readPushAddress, setReportPush } from './push-target.ts'
import { resendReport } from './resend.store.ts'

const known = async (db: Db, merchantId: string): Promise<MerchantId> => {
  if (isMerchantId(merchantId) && (await readMerchant(db, merchantId)) !== undefined) return merchantId
  throw new Error(`merchant: there is no merchant ${merchantId}.`)
}

const viewOf = (row: PushTargetRow) => ({
  merchantId: row.merchant_id,
  ...{ host: row.host, port: row.port, user: row.username, hostKey: row.host_key, path: row.folder },
  ...{ publicKey: row.public_key, setAt: row.set_at },
})

type SetOptions = { host: string; port: string; user: string; hostKey: string; path: string; as?: string }

const set = (merchant: string, options: SetOptions): Promise<void> =>
  withTools(async (tools) => {
    const merchantId = await known(tools.db, merchant)
    const who = { by: whoOf(tools, options.as), at: tools.now() }
    print(viewOf(await setReportPush(tools, merchantId, readPushAddress(options), who)))
  })

const list = (): Promise<void> =>
  withTools(async ({ db }) => {
    for (const row of await listPushTargets(db)) {
      const { waiting, pushed, failures, problem, next_try_at: nextTryAt, last_push_at: lastPushAt } = row
      print({ ...viewOf(row), waiting, pushed, failures, problem, nextTryAt, lastPushAt })
    }
  })

const remove = (merchant: string, options: { as?: string }): Promise<void> =>
  withTools(async (tools) => {
    const merchantId = await known(tools.db, merchant)
    await endReportPush(tools.db, merchantId, { by: whoOf(tools, options.as), at: tools.now() })
    print({ merchantId, removed: true })
  })

const resend = (name: string): Promise<void> =>
  withTools(async ({ db, now }) => {
    const resent = await resendReport(db, name, now())
    if (resent === undefined) {
      throw new Error(`name: there is no report "${name}" that is ready and still kept. See: silkgate report list`)
    }
    print({ name, ...resent })
  })

/** `report-push set|list|remove`, and `resend` beside the commands of reports. */
export const addReportDeliveryCommands = (root: Command): void => {
  const push = root.command('report-push').description('reports that are put on the SFTP servers of merchants')
  push
    .command('set <merchant>')
    .description('put the reports of a merchant on its server from now on; prints the public key that it must let in')
    .requiredOption('--host <host>', 'its name or address')
    .option('--port <port>', 'its port', '22')
    .requiredOption('--user <name>', 'as whom we log in')
    .requiredOption('--host-key <fingerprint>', 'its host key, SHA256:…; no other is trusted')
    .option('--path <folder>', 'the folder for the reports', '')
    .action(set)
  push.command('list').description('where reports are put, and how it goes').action(list)
  push.command('remove <merchant>').description('put no more reports there; what waits is given up').action(remove)
  const report = root.commands.find((command) => command.name() === 'report') ?? root.command('report')
  report
    .command('resend <name>')
    .description('tell a merchant of a report once more, and put it on its server again')
    .action(resend)
}
