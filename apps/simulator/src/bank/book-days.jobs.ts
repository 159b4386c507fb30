import type { Faults } from '../fault/faults.ts'
import { businessDayAfter, type Day } from '../settlement/calendar.ts'
import type { World } from '../world.ts'
import type { BankStore, StatementFormat } from './bank.ts'
import { closesAt } from './bank-times.ts'
import { bookDay } from './book-day.ts'

type Needs = {
  readonly bank: BankStore
  /** When Alipay+ clears and settles next; undefined before its first order. */
  readonly nextClearing: () => Promise<Date | undefined>
  readonly world: World
  readonly faults: Faults
  /** How statements are written now. */
  readonly statements: { readonly format: StatementFormat }
}

/** Closes each business day of the bank in its evening, from the first on which it books; once, whatever dies between. */
export const bookDays = ({ bank, nextClearing, world, faults, statements }: Needs) => {
  let last: Day | undefined
  const nextDay = async (): Promise<Day | undefined> => {
    const { closed, first } = last === undefined ? await bank.days() : { closed: last, first: undefined }
    // What was closed meanwhile is not forgotten.
    last ??= closed
    return closed === undefined ? first : businessDayAfter(closed, 1)
  }

  /** When a day is closed next; undefined before there is anything to book. */
  const nextDue = async (): Promise<Date | undefined> => {
    const day = await nextDay()
    return day === undefined ? undefined : closesAt(day)
  }

  const takeUp = async (): Promise<void> => {
    for (;;) {
      const day = await nextDay()
      if (day === undefined || closesAt(day) > world.now()) return
      // What Alipay+ settles on a day is known once it has cleared the day before.
      const clearing = await nextClearing()
      if (clearing !== undefined && clearing <= closesAt(day)) return
      const closing = bookDay(day, await bank.booksOf(day), { format: statements.format, faults })
      // Whether it was kept is not known while it is written.
      last = undefined
      await bank.keep(closing)
      last = day
    }
  }

  return { takeUp, nextDue }
}
