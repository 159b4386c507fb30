import type { Logger } from 'pino'
import { type DueQuery, readDues } from './due.store.ts'
import type { Db } from './postgres/db.ts'
import { startWorker, type Work, type Worker } from './worker.ts'

/** Work that is looked for again and again, at least so often. */
export type Duty = {
  readonly work: Work
  readonly everyMs: number
  /**
   * The first instant at which something of it is due, work under way included. Without it, the clock waits for nothing. Where it
   * is a query, what looks for the work itself is called only once something is due.
   */
  readonly due?: DueQuery | (() => Promise<Date | undefined>)
}

export type Duties<Name extends string> = {
  /** Starts looking for due work; answers the workers to stop. */
  readonly start: () => readonly Worker[]
  /** Has a duty looked after at once. */
  readonly wake: (name: Name) => void
  /** The first instant at which something is due, work under way included. Wakes whoever has something to do now. */
  readonly nextDue: () => Promise<Date | undefined>
  /** Whether somebody looks for what is due, or something is at work. */
  readonly isBusy: () => boolean
  /** How much is at work. */
  readonly underWay: () => number
}

/** Gives each duty, known by its name, a worker of its own. */
export const openDuties = <Name extends string>(
  duties: Readonly<Record<Name, Duty>>,
  { db, now, log }: { readonly db: Db; readonly now: () => Date; readonly log: Logger },
): Duties<Name> => {
  const workers = new Map<string, Worker>()
  const all = Object.entries<Duty>(duties)
  // One round trip for all that a query tells.
  const told = all.flatMap(([name, { due, everyMs }]) => (typeof due === 'string' ? [{ name, due, everyMs }] : []))
  const asked = all.flatMap(([name, { due }]) => (typeof due === 'function' ? [{ name, due }] : []))
  /** The first of some instants, each of a duty; wakes those whose instant has come. */
  const firstOf = (dues: readonly (Date | undefined)[], of: readonly { name: string }[]): Date | undefined => {
    let first: Date | undefined
    for (const [index, due] of dues.entries()) {
      if (due === undefined) continue
      if (due <= now()) workers.get(of[index]?.name ?? '')?.wake()
      if (first === undefined || due < first) first = due
    }
    return first
  }
  /** Asks at once for all that are looked after equally often, and wakes those of which something is due. */
  const lookOut = (of: typeof told, everyMs: number): Worker => {
    const name = `next_dues_${everyMs}`
    const queries = of.map(({ due }) => due)
    const takeUp = async () => {
      firstOf(await readDues(db, queries, name), of)
      return 0
    }
    return startWorker(name, { takeUp }, everyMs, log)
  }
  return {
    start: () => {
      for (const [name, { work, everyMs, due }] of all)
        workers.set(name, startWorker(name, work, typeof due === 'string' ? 'when woken' : everyMs, log))
      const alike = Map.groupBy(told, ({ everyMs }) => everyMs)
      return [...workers.values(), ...Array.from(alike, ([everyMs, of]) => lookOut(of, everyMs))]
    },
    wake: (name) => workers.get(name)?.wake(),
    nextDue: async () => {
      const answers = await readDues(
        db,
        told.map((one) => one.due),
      )
      const first = firstOf(answers, told)
      // The others are asked once nothing of these is left to do.
      if (first !== undefined && first <= now()) return first
      const other = firstOf(await Promise.all(asked.map(({ due }) => due())), asked)
      return first === undefined || (other !== undefined && other < first) ? other : first
    },
    isBusy: () => [...workers.values()].some((worker) => worker.isBusy()),
    underWay: () => all.reduce((sum, [, { work }]) => sum + (work.underWay?.() ?? 0), 0),
  }
}
