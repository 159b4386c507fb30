import type { Logger } from 'pino'
import type { Faults } from '../fault/faults.ts'
import type { Orders } from '../order/orders.ts'
import type { World } from '../world.ts'
import { addDays, type Day, dayOf, filesAt, isInCalendar, startOf } from './calendar.ts'
import { closeDay } from './close-day.ts'
import type { Settlements } from './settlements.ts'

type Needs = {
  readonly orders: Orders
  readonly settlements: Settlements
  readonly world: World
  readonly faults: Faults
  readonly participantId: string
  readonly log: Logger
}

/** Clears and settles each day at 08:00 UTC+8 of the next, from the day of the first order on; once, whatever dies between. */
export const closeDays = ({ orders, settlements, world, faults, participantId, log }: Needs) => {
  let last: Awaited<ReturnType<Settlements['last']>>
  const nextDay = async (): Promise<Day | undefined> => {
    const known = last ?? (await settlements.last())
    // What was closed meanwhile is not forgotten.
    last ??= known
    if (last !== undefined) return addDays(last.day, 1)
    const first = await orders.firstPlacedAt()
    return first && dayOf(first)
  }

  const close = async (day: Day): Promise<void> => {
    if (!isInCalendar(day))
      log.warn({ day }, 'target-days.ts lacks this year; Good Friday and Easter Monday count as open')
    const closing = closeDay(day, {
      agreements: last?.agreements ?? [],
      orders: await orders.touchedBetween(startOf(day), startOf(addDays(day, 1))),
      open: await settlements.open(),
      participantId,
      faults,
    })
    await settlements.keep(closing).catch((error: unknown) => {
      // It may have been kept all the same.
      last = undefined
      throw error
    })
    last = { day, agreements: closing.clearing.map(({ agreement }) => agreement) }
  }

  /** When files are due next; undefined before the first order. */
  const nextDue = async (): Promise<Date | undefined> => {
    const day = await nextDay()
    return day === undefined ? undefined : filesAt(addDays(day, 1))
  }

  const takeUp = async (): Promise<void> => {
    for (;;) {
      const day = await nextDay()
      if (day === undefined || filesAt(addDays(day, 1)) > world.now()) return
      await close(day)
    }
  }

  return { takeUp, nextDue }
}
