import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { KeyStore } from './keys.store.ts'
import { readPublicKey } from './signature.ts'

/** The keys of the simulated Alipay+, and those its clients have uploaded. */
export type Keys = {
  readonly own: () => { readonly version: string; readonly privateKey: KeyObject }
  /** A key that nobody has heard of, for forged messages. */
  readonly forger: () => { readonly version: string; readonly privateKey: KeyObject }
  readonly published: () => readonly { keyVersion: string; publicKey: string }[]
  readonly ofClient: (clientId: string, keyVersion: string) => KeyObject | undefined
  readonly isClient: (clientId: string) => boolean
  /** Throws for text that is no public key. */
  readonly upload: (key: { clientId: string; keyVersion: string; publicKey: string }) => Promise<void>
}

const makePair = () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    keyVersion: '1',
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey,
  }
}

export const openKeys = async (store: KeyStore): Promise<Keys> => {
  if ((await store.read()).own.length === 0) await store.addOwn(makePair())
  const stored = await store.read()
  const own = stored.own.map(({ keyVersion, privateKey }) => ({
    version: keyVersion,
    privateKey: createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
  }))
  const clients = new Map(
    stored.clients.map((key) => [`${key.clientId} ${key.keyVersion}`, readPublicKey(key.publicKey)]),
  )
  let forger: KeyObject | undefined
  const newest = own.at(-1)
  if (newest === undefined) throw new Error('Broken invariant: the simulator has no key')
  return {
    own: () => newest,
    forger: () => {
      forger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      return { version: newest.version, privateKey: forger }
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
