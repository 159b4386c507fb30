import { randomUUID } from 'node:crypto'
import { isMerchantId, type MerchantId } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, type Tools, withTools } from './command-line.ts'
import { type FileSource, fileSources, listSftpKeys, makeSftpKey, retireSftpKey } from './file/index.ts'
import { readMerchant } from './merchant/index.ts'
import { insertLoginKey, listLoginKeys, readLoginKey, retireLoginKey, showHostKey } from './sftp-server/index.ts'

/** Whose key it is: ours, for a source of files, or a merchant's, for our own server. */
type Owner = { readonly source: FileSource } | { readonly merchantId: MerchantId }

const ownerOf = async ({ db }: Tools, text: string): Promise<Owner> => {
  const source = fileSources.find((one) => one === text)
  if (source !== undefined) return { source }
  if (isMerchantId(text) && (await readMerchant(db, text)) !== undefined) return { merchantId: text }
  throw new Error(`owner: "${text}" is neither a merchant nor one of ${fileSources.join(', ')}.`)
}

const addForMerchant = async ({ db, now }: Tools, merchantId: MerchantId, given: string): Promise<void> => {
  const key = { merchantId, keyId: randomUUID(), ...readLoginKey(given), at: now() }
  if (!(await insertLoginKey(db, key))) throw new Error(`publicKey: merchant ${merchantId} has this key already.`)
  print({ merchantId, keyId: key.keyId, fingerprint: key.fingerprint })
}

const add = (ownerText: string, publicKey: string | undefined): Promise<void> =>
  withTools(async (tools) => {
    const owner = await ownerOf(tools, ownerText)
    if ('source' in owner) {
      if (publicKey !== undefined)
        throw new Error(`publicKey: for ${owner.source} we make the key ourselves; leave it out.`)
      return print({ ...owner, ...(await makeSftpKey(tools.db, tools.masterKey, owner.source, tools.now())) })
    }
    if (publicKey === undefined) throw new Error("publicKey: the merchant's is needed, such as 'ssh-ed25519 AAAA…'.")
    await addForMerchant(tools, owner.merchantId, publicKey)
  })

const list = (ownerText: string): Promise<void> =>
  withTools(async (tools) => {
    const owner = await ownerOf(tools, ownerText)
    const rows =
      'source' in owner ? await listSftpKeys(tools.db, owner.source) : await listLoginKeys(tools.db, owner.merchantId)
    for (const row of rows) {
      const { key_id: keyId, public_key: publicKey, created_at: createdAt, retired_at: retiredAt } = row
      print({
        ...owner,
        keyId,
        publicKey,
        ...('fingerprint' in row && { fingerprint: row.fingerprint }),
        createdAt,
        retiredAt,
      })
    }
  })

const retire = (ownerText: string, keyId: string): Promise<void> =>
  withTools(async (tools) => {
    const owner = await ownerOf(tools, ownerText)
    const { db, now } = tools
    const isId = /^[\da-f-]{36}$/i.test(keyId)
    const isRetired =
      isId &&
      ('source' in owner
        ? await retireSftpKey(db, owner.source, keyId, now())
        : await retireLoginKey(db, owner.merchantId, keyId, now()))
    if (!isRetired)
      throw new Error(`keyId: ${ownerText} has no key ${keyId} in force. See: silkgate sftp-key list ${ownerText}`)
    print({ ...owner, keyId, retired: true })
  })

const showOurs = (): Promise<void> =>
  withTools(async ({ db, masterKey }) => {
    const hostKey = await showHostKey(db, masterKey)
    if (hostKey === undefined) throw new Error('There is no host key yet: a gateway makes it when it first serves.')
    print(hostKey)
  })

/** `sftp-key add|list|retire`, `sftp-host-key`: the keys of both ends of SFTP. */
export const addSftpKeyCommands = (root: Command): void => {
  const key = root
    .command('sftp-key')
    .description('keys for SFTP: ours at alipayplus and bank, and those with which a merchant logs in at our server')
  key
    .command('add <owner> [publicKey]')
    .description(
      'let a merchant log in with a public key, one line of OpenSSH; or make our key pair for alipayplus or bank and print ' +
        'its public half, for the other side',
    )
    .action(add)
  key.command('list <owner>').description('the keys of a merchant, or ours for alipayplus or bank').action(list)
  key.command('retire <owner> <keyId>').description('have a key let in no more').action(retire)
  root
    .command('sftp-host-key')
    .description('the host key of our SFTP server, for merchants to compare with what their client shows')
    .action(showOurs)
}
