import type { Merchant } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readInstant, type Tools, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import { isUuid } from '../uuid-of.ts'
import type { Replay } from './event.store.ts'
import { eventList } from './event-list.ts'
import { readEventQuery } from './read-event-query.ts'

const merchantOf = async ({ db }: Tools, merchantId: string): Promise<Merchant> => {
  const merchant = await readMerchant(db, merchantId)
  if (merchant === undefined) throw new Error(`There is no merchant ${merchantId}.`)
  return merchant
}

const uuid = (what: string, text: string): string => {
  if (!isUuid(text)) throw new Error(`"${text}" is no id of an ${what}.`)
  return text
}

type ListOptions = { after?: string; limit?: string; type?: string; payment?: string }

const listThem = (merchantId: string, { after, limit, type, payment }: ListOptions) =>
  withTools(async (tools) => {
    const given = { after, limit, type, paymentId: payment }
    const query = new URLSearchParams(Object.entries(given).filter((pair): pair is [string, string] => !!pair[1]))
    const read = readEventQuery(query)
    if (!read.ok)
      throw new Error(read.refusals.map(({ propertyName, message }) => `--${propertyName}: ${message}`).join('\n'))
    const page = JSON.parse(await eventList(tools.db).page(await merchantOf(tools, merchantId), read.value))
    for (const event of page.events) print(event)
  })

const showOne = (merchantId: string, eventId: string) =>
  withTools(async (tools) => {
    const shown = await eventList(tools.db).one(await merchantOf(tools, merchantId), uuid('event', eventId))
    if (shown === undefined) throw new Error(`Merchant ${merchantId} has no event ${eventId}.`)
    console.log(shown)
  })

type ReplayOptions = { from?: string; to?: string; endpoint?: string; count?: boolean }

/** Says how much it is about before anything is sent, and afterwards how much was sent again. */
const replayThem = (merchantId: string, eventId: string | undefined, { from, to, endpoint, count }: ReplayOptions) =>
  withTools(async (tools) => {
    const events = eventList(tools.db)
    await merchantOf(tools, merchantId)
    const chosen =
      eventId === undefined
        ? { from: readInstant('--from', from), to: readInstant('--to', to) }
        : { eventId: uuid('event', eventId) }
    const endpointId = endpoint === undefined ? undefined : uuid('endpoint', endpoint)
    const replay: Replay = { merchantId, events: chosen, endpointId }
    print({ merchantId, ...chosen, endpointId: endpointId ?? 'all', ...(await events.count(replay)) })
    if (!count) print(await events.replay(replay, tools.now()))
  })

/** `webhook-event list|show|replay`. */
export const addEventCommands = (root: Command): void => {
  const event = root.command('webhook-event').description('what merchants were told, and telling it again')
  event
    .command('list <merchantId>')
    .option('--after <position>', 'those that come after it')
    .option('--limit <count>', 'at most so many')
    .option('--type <type>', 'such as payment.captured')
    .option('--payment <paymentId>')
    .action(listThem)
  event.command('show <merchantId> <eventId>').description('an event with every attempt to deliver it').action(showOne)
  event
    .command('replay <merchantId> [eventId]')
    .description('send an event again, or all of a time')
    .option('--from <instant>', 'the first instant')
    .option('--to <instant>', 'the first instant that is left out')
    .option('--endpoint <endpointId>', 'only there; by default at every endpoint that wants it')
    .option('--count', 'say how many, and send nothing')
    .action(replayThem)
}
