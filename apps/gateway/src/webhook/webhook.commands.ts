import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { oldestWorthTrying } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, type Tools, withTools } from '../command-line.ts'
import { between } from '../crash-points.ts'
import { openDirectory, readMerchant } from '../merchant/index.ts'
import { refusalOfUrl } from './address-guard.ts'
import {
  type EndpointRow,
  insertEndpoint,
  listEndpoints,
  markVerified,
  pauseEndpoint,
  removeEndpoint,
  resumeEndpoint,
} from './endpoint.store.ts'
import { eventTypes } from './event-types.ts'
import { type MerchantNetwork, openPostWebhook } from './post-webhook.ts'
import { sendTest } from './send-test.ts'

const readEventType = (text: string): string => {
  const type = text.trim()
  if (eventTypes.includes(type)) return type
  throw new Error(`--events: "${type}" is no event of ours. There are ${eventTypes.join(', ')}.`)
}

/** An endpoint as it is printed. */
const shown = (row: EndpointRow) => ({
  merchantId: row.merchant_id,
  endpointId: row.endpoint_id,
  url: row.url,
  events: row.events ?? 'all',
  verified: row.verified_at !== null,
  paused: row.paused_at !== null,
})

const withNetwork = async <T>({ settings }: Tools, work: (network: MerchantNetwork) => Promise<T>): Promise<T> => {
  const network = openPostWebhook(settings.SILKGATE_MODE === 'sandbox')
  return work(network).finally(network.close)
}

/** Finds an endpoint of a merchant by its id or its URL. */
const findEndpoint = async ({ db }: Tools, merchantId: string, which: string): Promise<EndpointRow> => {
  const found = (await listEndpoints(db, merchantId)).find((row) => [row.endpoint_id, row.url].includes(which))
  if (found === undefined) throw new Error(`Merchant ${merchantId} has no endpoint ${which}.`)
  return found
}

const noReactions = () => {}

/** Asks an endpoint whether it wants our webhooks, and keeps the answer. One that does not say so is sent them all the same. */
const verifyEndpoint = (tools: Tools, { merchant_id, endpoint_id: endpointId, url }: EndpointRow): Promise<void> =>
  withNetwork(tools, async (network) => {
    const asked = await between(noReactions, 'chore.call_endpoint', () => network.verify(url))
    const which = { merchantId: merchant_id.toString(), endpointId, at: tools.now() }
    const row = await markVerified(tools.db, which, asked.isVerified)
    const { status, answer, error } = asked
    const why = asked.isVerified ? {} : { verification: error ?? `answered ${status} ${answer?.slice(0, 200)}` }
    if (row !== undefined) print({ ...shown(row), ...why })
  })

const addEndpoint = (merchantId: string, url: string, options: { events?: string; unverified?: boolean }) =>
  withTools(async (tools) => {
    const refused = refusalOfUrl(url, tools.settings.SILKGATE_MODE === 'sandbox')
    if (refused !== undefined) throw new Error(refused)
    if ((await readMerchant(tools.db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
    const events = options.events?.split(',').map(readEventType)
    const added = await insertEndpoint(tools.db, { merchantId, endpointId: randomUUID(), url, events, at: tools.now() })
    if (!added) throw new Error(`Merchant ${merchantId} has this endpoint already.`)
    const row = await findEndpoint(tools, merchantId, url)
    if (options.unverified) print(shown(row))
    else await verifyEndpoint(tools, row)
  })

const testEndpoint = (merchantId: string, which: string) =>
  withTools(async (tools) => {
    const { endpoint_id: endpointId, url } = await findEndpoint(tools, merchantId, which)
    const { webhookKey } = openDirectory(tools.db, tools.masterKey, { ...tools, wallMs: Date.now })
    const sent = await withNetwork(tools, ({ post }) =>
      sendTest({ ...tools, webhookKey, newId: randomUUIDv7, post }, { merchantId, url }),
    )
    if (sent === undefined)
      throw new Error(`Merchant ${merchantId} has no webhook key. Add one: silkgate webhook-key add`)
    print({ merchantId, endpointId, url, ...sent })
  })

const listThem = (merchantId: string) =>
  withTools(async ({ db }) => {
    for (const row of await listEndpoints(db, merchantId)) {
      const { failures, failing_since: failingSince, next_try_at: nextTryAt, last_answer: lastAnswer, waiting } = row
      const { verified_at: verifiedAt, paused_at: pausedAt } = row
      print({ ...shown(row), verifiedAt, pausedAt, waiting, failures, failingSince, nextTryAt, lastAnswer })
    }
  })

type Which = { merchantId: string; endpointId: string; at: Date }

/** Does something to an endpoint, and prints it as it is then. */
const doing =
  (change: (tools: Tools, which: Which) => Promise<EndpointRow | undefined>, more: Record<string, unknown> = {}) =>
  (merchantId: string, which: string): Promise<void> =>
    withTools(async (tools) => {
      const { endpoint_id: endpointId } = await findEndpoint(tools, merchantId, which)
      const row = await change(tools, { merchantId, endpointId, at: tools.now() })
      if (row !== undefined) print({ ...shown(row), ...more })
    })

/** `webhook-endpoint add|list|pause|resume|remove|verify|test`. An endpoint is named by its id or its URL. */
export const addWebhookCommands = (root: Command): void => {
  const endpoint = root.command('webhook-endpoint').description('where merchants are told what happened')
  endpoint
    .command('add <merchantId> <url>')
    .option('--events <types>', 'only these, separated by commas: payment.captured,payment.rejected')
    .option('--unverified', 'do not ask the endpoint first whether it wants our webhooks')
    .action(addEndpoint)
  endpoint.command('list <merchantId>').action(listThem)
  endpoint
    .command('pause <merchantId> <endpoint>')
    .description('send nothing there; what happens meanwhile waits')
    .action(doing(({ db }, which) => pauseEndpoint(db, which)))
  endpoint
    .command('resume <merchantId> <endpoint>')
    .description('send again, and try an endpoint that fails at once')
    .action(doing(({ db }, which) => resumeEndpoint(db, { ...which, giveUpBefore: oldestWorthTrying(which.at) })))
  endpoint
    .command('remove <merchantId> <endpoint>')
    .description('send nothing there any more')
    .action(doing(({ db }, which) => removeEndpoint(db, which), { removed: true }))
  endpoint
    .command('verify <merchantId> <endpoint>')
    .description('ask the endpoint whether it wants our webhooks')
    .action((merchantId: string, which: string) =>
      withTools(async (tools) => verifyEndpoint(tools, await findEndpoint(tools, merchantId, which))),
    )
  endpoint
    .command('test <merchantId> <endpoint>')
    .description('send one signed event of type TEST, and show the answer')
    .action(testEndpoint)
}
