import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { listAlipayPlusKeys, retireAlipayPlusKey, useAlipayPlusKey } from './access.store.ts'
import { addTheirKey, makeOurKey } from './add-key.ts'

type Side = 'ours' | 'theirs'

const sideOf = (text: string): Side => {
  if (text === 'ours' || text === 'theirs') return text
  throw new Error(`"${text}": say ours (the key we sign with) or theirs (a public key of Alipay+).`)
}

const add = (sideText: string, keyVersion: string, file: string | undefined): Promise<void> =>
  withTools(async ({ db, masterKey, now }) => {
    const side = sideOf(sideText)
    const taken = `Key version ${keyVersion} of ${side} is there already.`
    if (side === 'ours') {
      const publicKey = await makeOurKey(db, masterKey, keyVersion, now())
      if (publicKey === undefined) throw new Error(taken)
      return print({ side, keyVersion, publicKey })
    }
    if (file === undefined) throw new Error('Name the file with the public key of Alipay+ as its last argument.')
    const publicKey = (await readFile(file, 'utf8')).replace(/-----[^-]+-----|\s/g, '')
    if (!(await addTheirKey(db, keyVersion, publicKey, now()))) throw new Error(taken)
    print({ side, keyVersion, publicKey })
  })

/** `alipayplus-key add|use|list|retire`: the keys of both sides, several versions in force at once while one is rotated. */
export const addAlipayPlusCommands = (root: Command): void => {
  const key = root.command('alipayplus-key').description('the keys that we and Alipay+ sign with')
  key
    .command('add <ours|theirs> <keyVersion> [publicKeyFile]')
    .description('make a key pair of ours and print its public half, or add a public key of Alipay+')
    .action(add)
  key
    .command('use <keyVersion>')
    .description('sign with this key of ours from now on; Alipay+ must know its public half already')
    .action((keyVersion: string) =>
      withTools(async ({ db, now }) => {
        const used = await useAlipayPlusKey(db, keyVersion, now())
        if (!used) throw new Error(`There is no key version ${keyVersion} of ours in force.`)
        print({ side: 'ours', keyVersion, used: true })
      }),
    )
  key.command('list').action(() =>
    withTools(async ({ db }) => {
      for (const row of await listAlipayPlusKeys(db)) {
        const {
          side,
          key_version: keyVersion,
          public_key: publicKey,
          created_at: createdAt,
          retired_at: retiredAt,
          used_from: usedFrom,
        } = row
        print({ side, keyVersion, publicKey, createdAt, usedFrom, retiredAt })
      }
    }),
  )
  key.command('retire <ours|theirs> <keyVersion>').action((sideText: string, keyVersion: string) =>
    withTools(async ({ db, now }) => {
      const retired = await retireAlipayPlusKey(db, sideOf(sideText), keyVersion, now())
      if (!retired) throw new Error(`There is no key version ${keyVersion} of ${sideText} in force.`)
      print({ side: sideText, keyVersion, retired: true })
    }),
  )
}
