import { startEmbeddedPostgres } from '@silkgate/postgres'
import pg from 'pg'

/** Runs something on a connection of its own. */
const withClient = async <T>(databaseUrl: string, run: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** Fails unless commits are durable for this login. */
export const assertDurable = (databaseUrl: string): Promise<void> =>
  withClient(databaseUrl, async (client) => {
    for (const setting of ['fsync', 'synchronous_commit']) {
      const { rows } = await client.query<Record<string, string>>(`show ${setting}`)
      const value = rows[0]?.[setting]
      if (value !== 'on') throw new Error(`${setting} is ${value} for ${client.user}; nothing is measured like this.`)
    }
  })

/** A PostgreSQL for one run, with databases that nobody else has. */
export type Server = { readonly url: (name: string) => string; readonly stop: () => Promise<void> }

/**
 * The server of DATABASE_URL, with new databases on it that are dropped at the end; without it, an embedded one, with settings of
 * its own.
 */
export const openServer = async (dataDir: string, settings: Record<string, string> = {}): Promise<Server> => {
  const given = process.env.DATABASE_URL
  if (given === undefined) return startEmbeddedPostgres({ dataDir, settings })
  const names = new Set<string>()
  const url = (name: string) => {
    const own = new URL(given)
    own.pathname = `/${name}_bench_${process.pid}`
    names.add(own.pathname.slice(1))
    return own.href
  }
  const stop = () =>
    withClient(given, async (client) => {
      for (const name of [...names].flatMap((one) => [one, `${one}_sandbox`, `${one}_simulator`])) {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`)
        await client.query(`drop role if exists ${client.escapeIdentifier(`silkgate_app_${name}`)}`)
      }
    })
  return { url, stop }
}
