const written = (cell: string): string => {
  // A spreadsheet would take such a text for a formula.
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Has the browser keep rows as a CSV file. */
export const saveCsv = (name: string, rows: readonly (readonly string[])[]): void => {
  const text = rows.map((row) => row.map(written).join(',')).join('\r\n')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${text}\r\n`], { type: 'text/csv' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
