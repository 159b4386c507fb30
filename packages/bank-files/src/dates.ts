/** The date that a text begins with, YYYY-MM-DD, if the calendar has it. */
export const readDate = (text: string): string | undefined => {
  const date = /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(text)?.[0]
  if (date === undefined) return undefined
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined
}

/** The year that SWIFT means by two digits: 80 is 1980, 79 is 2079. */
export const fullYear = (yy: string): number => Number(yy) + (Number(yy) >= 80 ? 1900 : 2000)

/** Reads YYMMDD. */
export const readShortDate = (yymmdd: string): string | undefined =>
  readDate(`${fullYear(yymmdd.slice(0, 2))}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`)

/** Reads MMDD in the year that puts it nearest to another day: an entry of 31 December may have its value in January. */
export const readDayNear = (mmdd: string, year: number, near: string | undefined): string | undefined => {
  const days = [year, year - 1, year + 1].flatMap(
    (each) => readDate(`${each}-${mmdd.slice(0, 2)}-${mmdd.slice(2, 4)}`) ?? [],
  )
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(near ?? day))
  return days.sort((a, b) => distance(a) - distance(b))[0]
}
