const amsterdam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** YYYYMMDDHHMMSS on the clock of Amsterdam. Source: the platform's own samples agree with that zone. */
export const localStamp = (at: Date): string => amsterdam.format(at).replace(/\D/g, '')
