import { cpuMsOf, cpuMsOfServer } from './cpu-time.ts'
import type { Round } from './figures.ts'
import type { Programs } from './programs.ts'

/** What was used up, as counters that only grow; CPU time is NaN where the system does not tell. */
export type Counts = {
  /** Transactions that wrote: transaction ids handed out by the whole server. */
  readonly writes: number
  readonly walBytes: number
  /** Calls of the ACQP interface that the simulator received; each is signed, and so is its answer. */
  readonly calls: number
  readonly cpuMs: { readonly gateway: number; readonly floor: number; readonly postgres: number }
}

/** A round with what it cost. */
export type Measured = Round & { readonly cost: Counts }

const askCalls = ({ simulator }: Programs): Promise<number> =>
  new Promise((resolve) => {
    simulator.once('message', (message) => resolve((message as { calls: number }).calls))
    simulator.send('calls')
  })

export const readCounts = async (programs: Programs): Promise<Counts> => {
  const { rows } = await programs.database.query<{ writes: string; wal: string; pid: number }>(
    `select pg_snapshot_xmax(pg_current_snapshot())::text as writes, pg_current_wal_insert_lsn() - '0/0' as wal,
            pg_backend_pid() as pid`,
  )
  return {
    writes: Number(rows[0]?.writes),
    walBytes: Number(rows[0]?.wal),
    calls: await askCalls(programs),
    cpuMs: {
      gateway: cpuMsOf(programs.gateway.pid),
      floor: cpuMsOf(programs.floor.pid),
      postgres: cpuMsOfServer(rows[0]?.pid),
    },
  }
}

export const countsSince = (before: Counts, after: Counts): Counts => ({
  writes: after.writes - before.writes,
  walBytes: after.walBytes - before.walBytes,
  calls: after.calls - before.calls,
  cpuMs: {
    gateway: after.cpuMs.gateway - before.cpuMs.gateway,
    floor: after.cpuMs.floor - before.cpuMs.floor,
    postgres: after.cpuMs.postgres - before.cpuMs.postgres,
  },
})

export const sumOf = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0)
