import { createHmac } from 'node:crypto'
import pg from 'pg'
import type { Db } from './db.ts'

/**
 * Makes the sandbox's login for the running program: a member of `silkgate_app` and nothing else, named after the
 * database, with a password that follows from the master key. Answers its URL.
 */
export const makeAppLogin = async (databaseUrl: string, masterKey: Buffer): Promise<string> => {
  const url = new URL(databaseUrl)
  const login = `silkgate_app_${decodeURIComponent(url.pathname.slice(1))}`
  const password = createHmac('sha256', masterKey).update(`login ${login}`).digest('hex')
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login])
    const name = client.escapeIdentifier(login)
    await client.query(
      `${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${client.escapeLiteral(password)}`,
    )
    await client.query(`grant silkgate_app to ${name}`)
  } finally {
    await client.end()
  }
  url.username = encodeURIComponent(login)
  url.password = password
  return url.href
}

/**
 * Serving refuses a login that may change the ledger or the audit trail: `APP_DATABASE_URL` must be a member of `silkgate_app`
 * and no more.
 */
export const refusePowerfulLogin = async (db: Db): Promise<void> => {
  const [row] = await db.read<{ login: string; powerful: boolean }>({
    text: `select current_user as login,
                  has_table_privilege('transfers', 'delete') or has_table_privilege('transfers', 'truncate')
                  or exists (select from pg_attribute where attrelid = 'transfers'::regclass and attnum > 0
                                and attname <> 'position' and has_column_privilege(attrelid, attnum, 'update'))
                  or has_table_privilege('audit_entries', 'update') or has_table_privilege('audit_entries', 'delete')
                  or has_table_privilege('audit_entries', 'truncate')
                  or pg_has_role(current_user, (select relowner from pg_class where oid = 'transfers'::regclass), 'member')
                  as powerful`,
    values: [],
  })
  if (row?.powerful === false) return
  throw new Error(
    `APP_DATABASE_URL: the login "${row?.login}" may change the ledger or the audit trail. ` +
      'Use a login whose only right is membership in silkgate_app.',
  )
}
