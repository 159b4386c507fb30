export { createDatabase } from './create-database.ts'
export { type EmbeddedPostgres, findRunningPostgres, startEmbeddedPostgres } from './embedded.ts'
export { freePort } from './free-port.ts'
export { migrate } from './migrate.ts'
