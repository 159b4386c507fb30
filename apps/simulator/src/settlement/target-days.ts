/** The days of each year on which TARGET is closed, beside weekends, as month and day. Source: the European Central Bank. */
export const fixedClosings: readonly string[] = ['01-01', '05-01', '12-25', '12-26']

/** Good Friday and Easter Monday, year by year. */
export const easterClosings: Readonly<Record<string, readonly [string, string]>> = {
  2024: ['03-29', '04-01'],
  2025: ['04-18', '04-21'],
  2026: ['04-03', '04-06'],
  2027: ['03-26', '03-29'],
  2028: ['04-14', '04-17'],
  2029: ['03-30', '04-02'],
  2030: ['04-19', '04-22'],
  2031: ['04-11', '04-14'],
  2032: ['03-26', '03-29'],
  2033: ['04-15', '04-18'],
  2034: ['04-07', '04-10'],
  2035: ['03-23', '03-26'],
}
