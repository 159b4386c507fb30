const pattern = /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, in milliseconds; undefined for anything else.
 * Months and years have no one length.
 */
export const readDuration = (text: unknown): number | undefined => {
  const match = typeof text === 'string' && /\d/.test(text) ? pattern.exec(text) : null
  if (match === null) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
