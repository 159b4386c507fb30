import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createDatabase, migrate, startEmbeddedPostgres } from '@silkgate/postgres'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'

const root = join(import.meta.dirname, '../..')
const folders = { silkgate: 'apps/gateway/migrations/', silkgate_simulator: 'apps/simulator/migrations/' }

/** Another cluster is made for other migrations, another PostgreSQL, or when this file changes. */
const fingerprint = (): string => {
  const hash = createHash('sha256')
  const migrations = globSync('apps/*/migrations/*.sql', { cwd: root }).sort()
  for (const file of [...migrations, 'packages/postgres/package.json', 'test/support/prepared-cluster.ts']) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

const prepare = async (dataDir: string): Promise<void> => {
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    for (const [database, folder] of Object.entries(folders)) {
      await createDatabase(server.url(database))
      await migrate(server.url(database), new URL(`../../${folder}`, import.meta.url))
    }
    const db = openDb(server.url('silkgate'), { max: 1 })
    // Tests kill programs, never the machine: what the system was given need not reach the disk.
    await db.write('chore.set_up', { text: 'alter system set fsync = off', values: [] })
    await db.close()
  } finally {
    await server.stop()
  }
}

/**
 * Fills an empty data folder with a cluster whose databases have every migration, which is most of what a sandbox's start takes.
 * It is made once and kept; where two make it at once, one of them is kept.
 */
export const placeCluster = async (dataDir: string): Promise<void> => {
  const kept = join(root, 'node_modules/.cache/silkgate', fingerprint())
  if (!existsSync(kept)) {
    mkdirSync(dirname(kept), { recursive: true })
    const fresh = mkdtempSync(`${kept}-`)
    await prepare(fresh)
    try {
      renameSync(fresh, kept)
    } catch (error) {
      rmSync(fresh, { recursive: true })
      if (!existsSync(kept)) throw error
    }
  }
  // With the modes, on which PostgreSQL insists.
  execFileSync('cp', ['-a', '--sparse=always', `${kept}/.`, dataDir])
}
