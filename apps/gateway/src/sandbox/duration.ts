import { ok, type Result, refuse } from '@silkgate/domain'

const pattern = /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, in milliseconds. Months and years have no one
 * length.
 */
export const readDuration = (text: unknown): Result<number> => {
  const match = typeof text === 'string' && /\d/.test(text) ? pattern.exec(text) : null
  if (match === null) {
    const message = 'advance must be an ISO 8601 duration such as P3D, PT1H or PT30S.'
    return refuse({ error: 'INVALID_VALUE', propertyName: 'advance', message })
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return ok(((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
}
