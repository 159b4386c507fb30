import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { KeyStore, StoredKeys } from './keys.store.ts'
import { readPublicKey } from './signature.ts'

/** The keys of the simulated Alipay+, and those its clients have uploaded. */
export type Keys = {
  readonly own: () => { readonly version: string; readonly privateKey: KeyObject }
  /** A key that nobody has heard of, for forged messages. */
  readonly forger: () => { readonly version: string; readonly privateKey: KeyObject }
  /** Makes another pair of its own and publishes its public half; nothing is signed with it yet. */
  readonly make: (keyVersion: string) => Promise<{ keyVersion: string; publicKey: string } | undefined>
  /** Signs with that pair of its own from now on; answers false where there is none. */
  readonly use: (keyVersion: string) => Promise<boolean>
  readonly published: () => readonly { keyVersion: string; publicKey: string }[]
  readonly ofClient: (clientId: string, keyVersion: string) => KeyObject | undefined
  readonly isClient: (clientId: string) => boolean
  /** Throws for text that is no public key. */
  readonly upload: (key: { clientId: string; keyVersion: string; publicKey: string }) => Promise<void>
}

const makePair = (keyVersion: string, usedFrom: Date | undefined): StoredKeys['own'][number] => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    keyVersion,
    usedFrom,
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey,
  }
}

/** The pair that signs: the one that was put to use last. */
const inUse = ({ own }: StoredKeys) => {
  const used = own.filter(({ usedFrom }) => usedFrom !== undefined)
  const newest = used.toSorted((a, b) => Number(b.usedFrom) - Number(a.usedFrom))[0]
  if (newest === undefined) throw new Error('Broken invariant: the simulator has no key')
  const der = Buffer.from(newest.privateKey, 'base64')
  return { version: newest.keyVersion, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
}

/** Opens the keys of a simulator, and makes its first pair. `wall` is the time by which keys are put to use. */
export const openKeys = async (store: KeyStore, wall: () => Date = () => new Date()): Promise<Keys> => {
  if ((await store.read()).own.length === 0) await store.addOwn(makePair('1', wall()))
  let stored = await store.read()
  let signing = inUse(stored)
  const refresh = async () => {
    stored = await store.read()
    signing = inUse(stored)
  }
  const isOwn = (keyVersion: string) => stored.own.some((key) => key.keyVersion === keyVersion)
  const clients = new Map(
    stored.clients.map((key) => [`${key.clientId} ${key.keyVersion}`, readPublicKey(key.publicKey)]),
  )
  let forger: KeyObject | undefined
  return {
    own: () => signing,
    make: async (keyVersion) => {
      if (isOwn(keyVersion)) return undefined
      const made = makePair(keyVersion, undefined)
      await store.addOwn(made)
      await refresh()
      return { keyVersion, publicKey: made.publicKey }
    },
    use: async (keyVersion) => {
      if (!isOwn(keyVersion)) return false
      await store.use(keyVersion, wall())
      await refresh()
      return true
    },
    forger: () => {
      forger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      return { version: signing.version, privateKey: forger }
    },
    published: () => stored.own.map(({ keyVersion, publicKey }) => ({ keyVersion, publicKey })),
    ofClient: (clientId, keyVersion) => clients.get(`${clientId} ${keyVersion}`),
    isClient: (clientId) => [...clients.keys()].some((key) => key.startsWith(`${clientId} `)),
    upload: async (key) => {
      const publicKey = readPublicKey(key.publicKey)
      await store.putClient(key)
      clients.set(`${key.clientId} ${key.keyVersion}`, publicKey)
    },
  }
}
