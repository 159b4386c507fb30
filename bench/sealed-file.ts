import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lines in a file that nobody but this process can open: the key is in its memory alone. */
export const sealLines = (lines: Iterable<string>): { readonly read: () => string[]; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-sealed-'))
  const path = join(folder, 'planted')
  const [key, nonce] = [randomBytes(32), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update([...lines].join('\n')), cipher.final()])
  writeFileSync(path, sealed, { mode: 0o600 })
  const open = (): string => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(cipher.getAuthTag())
    return Buffer.concat([decipher.update(readFileSync(path)), decipher.final()]).toString('utf8')
  }
  return {
    read: () => open().split('\n').filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
