import type { Logger } from 'pino'
import { type DueQuery, readDues } from './due.store.ts'
import type { Db } from './postgres/db.ts'
import { startWorker, type Work, type Worker } from './worker.ts'

/** Work that is looked for again and again, at least so often. */
export type Duty = {
  readonly work: Work
  readonly everyMs: number
  /** The first instant at which something of it is due, work under way included. Without it, the clock waits for nothing. */
  readonly due?: DueQuery | (() => Promise<Date | undefined>)
}

export type Duties<Name extends string> = {
  /** Starts looking for due work; answers the workers to stop. */
  readonly start: () => readonly Worker[]
  /** Has a duty looked after at once. */
  readonly wake: (name: Name) => void
  /** The first instant at which something is due, work under way included. Wakes whoever has something to do now. */
  readonly nextDue: () => Promise<Date | undefined>
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
  const told = all.flatMap(([name, { due }]) => (typeof due === 'string' ? [{ name, due }] : []))
  const asked = all.flatMap(([name, { due }]) => (typeof due === 'function' ? [{ name, due }] : []))
  const names = [...told, ...asked].map(({ name }) => name)
  return {
    start: () => {
      for (const [name, { work, everyMs }] of all) workers.set(name, startWorker(name, work, everyMs, log))
      return [...workers.values()]
    },
    wake: (name) => workers.get(name)?.wake(),
    nextDue: async () => {
      const [answers, ...others] = await Promise.all([
        readDues(
          db,
          told.map((one) => one.due),
        ),
        ...asked.map(({ due }) => due()),
      ])
      let first: Date | undefined
      for (const [index, due] of [...answers, ...others].entries()) {
        if (due === undefined) continue
        if (due <= now()) workers.get(names[index] ?? '')?.wake()
        if (first === undefined || due < first) first = due
      }
      return first
    },
    underWay: () => all.reduce((sum, [, { work }]) => sum + (work.underWay?.() ?? 0), 0),
  }
}
