import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key pair that the `openssl` command line made, and that it signs and verifies with; none of our code takes part. */
export type OpensslKey = {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** Base64 of SHA256withRSA over the UTF-8 text. */
  readonly sign: (content: string) => string
  readonly verifies: (content: string, base64: string) => boolean
  readonly remove: () => void
}

const openssl = (...args: readonly string[]): { ok: boolean; stdout: Buffer } => {
  const { error, status, stdout } = spawnSync('openssl', args)
  if (error !== undefined) throw error
  return { ok: status === 0, stdout }
}

/** Makes an RSA 2048 key in a folder that `remove` takes away again. */
export const opensslKey = (): OpensslKey => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-keys-'))
  const file = (name: string) => join(folder, name)
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', file('private.pem'))
  openssl('pkey', '-in', file('private.pem'), '-pubout', '-out', file('public.pem'))
  return {
    privateKey: createPrivateKey(readFileSync(file('private.pem'))),
    publicKey: createPublicKey(readFileSync(file('public.pem'))),
    sign: (content) => {
      writeFileSync(file('content'), content)
      return openssl('dgst', '-sha256', '-sign', file('private.pem'), file('content')).stdout.toString('base64')
    },
    verifies: (content, base64) => {
      writeFileSync(file('content'), content)
      writeFileSync(file('signature'), Buffer.from(base64, 'base64'))
      const signature = ['-signature', file('signature')]
      return openssl('dgst', '-sha256', '-verify', file('public.pem'), ...signature, file('content')).ok
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
