import type { Db } from '../postgres/db.ts'

/** Checks whose last answer is kept. */
export type CheckName = 'invariants' | 'audit chain'

/** What a check found, when, and how long it took. Undefined where it was never made. */
export type KeptCheck<Found> = {
  readonly found: Found | undefined
  readonly at: Date | undefined
  readonly tookMs: number | undefined
  /** Whether it is being made, or somebody has asked for it since. */
  readonly isComing: boolean
}

type CheckRow = {
  readonly at: Date | null
  readonly took_ms: number | null
  readonly found: unknown
  readonly wanted_at: Date | null
  readonly leased_until: Date | null
}

const read = async (db: Pick<Db, 'read'>, name: CheckName): Promise<CheckRow | undefined> =>
  (await db.read<CheckRow>({ name: 'read_check', text: 'select * from checks where name = $1', values: [name] }))[0]

const isWanted = ({ wanted_at, at }: CheckRow): boolean => wanted_at !== null && (at === null || wanted_at > at)

/** A check as it was made last. */
export const readCheck = async <Found>(db: Db, name: CheckName): Promise<KeptCheck<Found>> => {
  const row = await read(db, name)
  return {
    found: (row?.found ?? undefined) as Found | undefined,
    at: row?.at ?? undefined,
    tookMs: row?.took_ms ?? undefined,
    isComing: row !== undefined && (isWanted(row) || row.leased_until !== null),
  }
}

/** Asks for a check to be made anew, once whoever makes it comes to it. */
export const wantCheck = async (db: Db, name: CheckName, at: Date): Promise<void> => {
  await db.write('chore.keep_check', {
    text: `insert into checks (name, wanted_at) values ($1, $2) on conflict (name) do update set wanted_at = excluded.wanted_at`,
    values: [name, at],
  })
}

/** A check rests so many times as long as it took, and at least so long; where somebody asks for it, a tenth of that. */
const [restTimes, leastMs] = [100, 60_000]

/** Whoever makes a check and dies keeps others from it for so long. */
const leaseMs = 600_000

/** Takes a check up where somebody asked for it or, unless `onlyWanted`, where it is due; answers whether it did. */
export const takeCheck = async (db: Db, name: CheckName, now: Date, onlyWanted: boolean): Promise<boolean> => {
  const row = await read(db, name)
  const rest = row === undefined || row.at === null ? 0 : Math.max(leastMs, restTimes * (row.took_ms ?? 0))
  const since = now.getTime() - (row?.at?.getTime() ?? 0)
  const wanted = row !== undefined && isWanted(row)
  if ((onlyWanted && !wanted) || since < (wanted ? rest / 10 : rest)) return false
  const taken = await db.write('chore.keep_check', {
    text: `insert into checks (name, leased_until) values ($1, $2)
           on conflict (name) do update set leased_until = excluded.leased_until
            where checks.leased_until is null or checks.leased_until < $3 returning name`,
    values: [name, new Date(now.getTime() + leaseMs), now],
  })
  return taken.length > 0
}

/** Keeps what a check found that began at an instant. */
export const keepCheck = async (db: Db, name: CheckName, at: Date, tookMs: number, found: unknown): Promise<void> => {
  await db.write('chore.keep_check', {
    text: 'update checks set at = $2, took_ms = $3, found = $4, leased_until = null where name = $1',
    values: [
      name,
      at,
      tookMs,
      JSON.stringify(found, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ],
  })
}
