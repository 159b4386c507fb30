import { randomUUID } from 'node:crypto'
import { refundStatuses, statuses } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import { refusalOfUrl } from './address-guard.ts'
import { insertEndpoint, listEndpoints } from './webhook.store.ts'

const eventTypes: readonly string[] = [...Object.values(statuses), ...Object.values(refundStatuses)].map(
  ({ event }) => event,
)

const readEventType = (text: string): string => {
  const type = text.trim()
  if (eventTypes.includes(type)) return type
  throw new Error(`--events: "${type}" is no event of ours. There are ${eventTypes.join(', ')}.`)
}

/** `webhook-endpoint add|list`. */
export const addWebhookCommands = (root: Command): void => {
  const endpoint = root.command('webhook-endpoint').description('where merchants are told what happened')
  endpoint
    .command('add <merchantId> <url>')
    .option('--events <types>', 'only these, separated by commas: payment.captured,payment.rejected')
    .action((merchantId: string, url: string, options: { events?: string }) =>
      withTools(async ({ db, settings, now }) => {
        const refused = refusalOfUrl(url, settings.SILKGATE_MODE === 'sandbox')
        if (refused !== undefined) throw new Error(refused)
        if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
        const events = options.events?.split(',').map(readEventType)
        const endpointId = randomUUID()
        const added = await insertEndpoint(db, { merchantId, endpointId, url, events, at: now() })
        if (!added) throw new Error(`Merchant ${merchantId} has this endpoint already.`)
        print({ merchantId, endpointId, url, events: events ?? 'all' })
      }),
    )
  endpoint.command('list <merchantId>').action((merchantId: string) =>
    withTools(async ({ db }) => {
      for (const row of await listEndpoints(db, merchantId)) {
        const {
          endpoint_id: endpointId,
          url,
          events,
          failures,
          failing_since: failingSince,
          next_try_at: nextTryAt,
          last_answer: lastAnswer,
        } = row
        const state = { failures, failingSince, nextTryAt, lastAnswer }
        print({ merchantId, endpointId, url, events: events ?? 'all', ...state })
      }
    }),
  )
}
