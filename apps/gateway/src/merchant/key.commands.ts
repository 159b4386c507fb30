import type { Command } from 'commander'
import { print, whoOf, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import type { Db } from '../postgres/db.ts'
import { addKey, rotateApiKey } from './add-merchant.ts'
import { type KeyTable, listKeys, readSigningKey, retireKey, useWebhookKey } from './key.store.ts'
import { readMerchant } from './merchant.store.ts'

/** What is said of a key beside its times: whether webhooks are signed with it now. */
const stateOf = async (db: Db, table: KeyTable, merchantId: string, keyId: string | undefined) =>
  table === 'webhook_keys' ? { signs: (await readSigningKey(db, merchantId))?.key_id === keyId } : {}

const addCommandsOf = (root: Command, name: string, table: KeyTable, description: string): Command => {
  const key = root.command(name).description(description)
  const adding = key.command('add <merchantId>')
  adding.action((merchantId: string, options: { as?: string }) =>
    withTools(async (tools) => {
      const { db, masterKey, now } = tools
      if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
      const made = await addKey(db, masterKey, table, { merchantId, at: now(), by: whoOf(tools, options.as) })
      print({ merchantId, ...made, ...(await stateOf(db, table, merchantId, made?.keyId)) })
    }),
  )
  const retiring = key.command('retire <merchantId> <keyId>')
  retiring.action((merchantId: string, keyId: string, options: { as?: string }) =>
    withTools(async (tools) => {
      const who = { by: whoOf(tools, options.as), at: tools.now() }
      const retired = await retireKey(tools.db, table, { keyId, merchantId, ...who })
      if (!retired) throw new Error(`Merchant ${merchantId} has no key ${keyId} in force.`)
      print({ merchantId, keyId, retired })
    }),
  )
  key.command('list <merchantId>').action((merchantId: string) =>
    withTools(async ({ db }) => {
      for (const { key_id: keyId, created_at: createdAt, retired_at: retiredAt } of await listKeys(
        db,
        table,
        merchantId,
      )) {
        print({ merchantId, keyId, createdAt, retiredAt, ...(await stateOf(db, table, merchantId, keyId)) })
      }
    }),
  )
  return key
}

const addWebhookKeyCommands = (key: Command): void => {
  key
    .command('use <merchantId> <keyId>')
    .description('sign with it from now on: once the merchant has it, beside the one before')
    .action((merchantId: string, keyId: string, options: { as?: string }) =>
      withTools(async (tools) => {
        const who = { by: whoOf(tools, options.as), at: tools.now() }
        const used = await useWebhookKey(tools.db, { keyId, merchantId, ...who })
        if (!used) throw new Error(`Merchant ${merchantId} has no key ${keyId} in force.`)
        print({ merchantId, keyId, signs: true })
      }),
    )
}

const addRotation = (key: Command): void => {
  key
    .command('rotate <merchantId> <keyId>')
    .description('make another in its place; the old one still signs until the overlap is over')
    .option('--overlap <duration>', 'for how long both sign', 'PT24H')
    .action((merchantId: string, keyId: string, options: { as?: string; overlap: string }) =>
      withTools(async (tools) => {
        const overlapMs = readDuration(options.overlap)
        if (overlapMs === undefined) throw new Error('--overlap: an ISO 8601 duration such as PT24H is needed.')
        const at = tools.now()
        const endsAt = new Date(at.getTime() + overlapMs)
        const old = { merchantId, keyId, at, endsAt, by: whoOf(tools, options.as) }
        const made = await rotateApiKey(tools.db, tools.masterKey, old)
        if (made === undefined) throw new Error(`Merchant ${merchantId} has no key ${keyId} in force without an end.`)
        print({ merchantId, ...made, replaces: keyId })
      }),
    )
}

/** `api-key add|rotate|list|retire`, `webhook-key add|use|list|retire`. */
export const addKeyCommands = (root: Command): void => {
  addRotation(addCommandsOf(root, 'api-key', 'api_keys', 'keys that sign requests to the Connect API'))
  addWebhookKeyCommands(addCommandsOf(root, 'webhook-key', 'webhook_keys', 'keys that our webhooks are signed with'))
}
