import pg from 'pg'

/** A clock that only tells the time: the sandbox's, or the wall's in production. */
export type Clock = { readonly now: () => Date }

/** The sandbox's clock as the one who moves it holds it. It never goes back. */
export type SandboxClock = Clock & {
  /** Reads the row again, so that a move by another process is seen at once. */
  readonly refresh: () => Promise<void>
  /** Stands still at an instant, which is not before now. */
  readonly standStillAt: (instant: Date) => Promise<void>
  /** Runs on from an instant, which is not before now. */
  readonly runFrom: (instant: Date) => Promise<void>
  readonly close: () => Promise<void>
}

type Row = { offset_ms: string; stands_at: Date | null }

const refreshEveryMs = 250

/**
 * Makes the one row of the clock where it is not there yet. `start` fixes its first instant; without it, it begins with
 * the wall clock. Safe to call from several processes at once.
 */
export const createClockTable = async (databaseUrl: string, start?: Date): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7455475)')
    await client.query(`
      create table if not exists clock (
        one boolean primary key default true check (one), offset_ms bigint not null, stands_at timestamptz
      )`)
    const offsetMs = start === undefined ? 0 : start.getTime() - Date.now()
    await client.query('insert into clock (offset_ms) values ($1) on conflict do nothing', [offsetMs])
  } finally {
    await client.end()
  }
}

/** Opens the clock that gateway and simulator share: one row, read four times a second and whenever it is asked for. */
export const openSandboxClock = async ({ databaseUrl }: { databaseUrl: string }): Promise<SandboxClock> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  let offsetMs = 0
  let standsAt: Date | undefined
  const take = ({ rows }: { rows: Row[] }) => {
    if (rows[0] === undefined) throw new Error('The sandbox clock has no row; is this its database?')
    offsetMs = Number(rows[0].offset_ms)
    standsAt = rows[0].stands_at ?? undefined
  }
  const refresh = async () => take(await pool.query<Row>('select offset_ms, stands_at from clock'))
  const move = async (offset: number, stand: Date | null) =>
    take(
      await pool.query<Row>('update clock set offset_ms = $1, stands_at = $2 returning offset_ms, stands_at', [
        offset,
        stand,
      ]),
    )
  const now = () => standsAt ?? new Date(Date.now() + offsetMs)
  const notBack = (instant: Date) => {
    if (instant.getTime() < now().getTime() - 1000)
      throw new Error('Broken invariant: the sandbox clock never goes back')
  }
  await refresh()
  const timer = setInterval(() => void refresh().catch(() => {}), refreshEveryMs)
  timer.unref()
  return {
    now,
    refresh,
    standStillAt: (instant) => {
      notBack(instant)
      return move(instant.getTime() - Date.now(), instant)
    },
    runFrom: (instant) => {
      notBack(instant)
      return move(instant.getTime() - Date.now(), null)
    },
    close: async () => {
      clearInterval(timer)
      await pool.end()
    },
  }
}

/** The wall clock in the same shape, for a program that is given no sandbox clock. */
export const wallClock = (): SandboxClock => ({
  now: () => new Date(),
  refresh: async () => {},
  standStillAt: () => Promise.reject(new Error('The wall clock cannot be moved')),
  runFrom: () => Promise.reject(new Error('The wall clock cannot be moved')),
  close: async () => {},
})
