import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { readMasterKey } from './master-key.ts'

const masterKeyFile = (settings: Settings): string => join(settings.DATA_DIR, 'master-key')

/** The master key of the setting, or the one that a sandbox has made under DATA_DIR; throws where there is none. */
export const findMasterKey = async (settings: Settings): Promise<Buffer> => {
  if (settings.MASTER_KEY !== undefined) return readMasterKey(settings.MASTER_KEY)
  const file = masterKeyFile(settings)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text !== undefined) return readMasterKey(text)
  throw new Error(`MASTER_KEY: is needed, the one that the gateway serves with; there is none at ${file} either.`)
}

/** The same for serving, which in the sandbox makes one where there is none. */
export const findOrMakeMasterKey = async (settings: Settings): Promise<Buffer> => {
  if (settings.MASTER_KEY !== undefined || settings.SILKGATE_MODE === 'production') return findMasterKey(settings)
  const file = masterKeyFile(settings)
  await mkdir(settings.DATA_DIR, { recursive: true })
  await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return findMasterKey(settings)
}
