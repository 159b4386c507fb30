import type { Tx } from '../postgres/db.ts'

/** A staged movement as it is written, all of it as text; what it does not have is undefined. */
export type Movement = {
  readonly code: string
  readonly paymentId: string | undefined
  /** The refund or the claim. */
  readonly objectId: string | undefined
  /** In Amsterdam, `2026-11-24T01:00:00`. */
  readonly at: string
  /** The day in Amsterdam on which its payment was paid. */
  readonly paidOn: string | undefined
  readonly currency: string
  readonly minor: string
  readonly localCurrency: string
  readonly localMinor: string
  readonly status: string
  readonly reference: string | undefined
  readonly orderId: string | undefined
  readonly country: string | undefined
  readonly originalMinor: string | undefined
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A cell of COPY's text format. */
const cellOf = (cell: string): string | undefined => {
  if (!cell.includes('\\')) return cell
  return cell === '\\N' ? undefined : cell.replaceAll(/\\(.)/g, (_, one: string) => escapes[one] ?? one)
}

const movementOf = (line: string): Movement => {
  const [code = '', paidAt = '', paymentId = '', objectId = '', at = '', currency = '', minor = '', ...more] =
    line.split('\t')
  const [
    localCurrency = '',
    localMinor = '',
    status = '',
    reference = '',
    orderId = '',
    country = '',
    originalMinor = '',
  ] = more
  return {
    ...{ code, paymentId: cellOf(paymentId), objectId: cellOf(objectId), at: `${at.slice(0, 10)}T${at.slice(11, 19)}` },
    ...{ paidOn: cellOf(paidAt)?.slice(0, 10), currency, minor, localCurrency, localMinor, status },
    ...{ reference: cellOf(reference), orderId: cellOf(orderId), country: cellOf(country) },
    originalMinor: cellOf(originalMinor),
  }
}

/**
 * The staged movements in the order in which they are told, some at a time. They come as PostgreSQL copies them: formatting
 * a cell costs less here than an expression for it there, and is done while the next ones are read.
 */
export async function* readMovements(tx: Tx): AsyncGenerator<readonly Movement[]> {
  await tx.run({
    text: `select set_config('TimeZone', 'Europe/Amsterdam', true), set_config('DateStyle', 'ISO', true)`,
    values: [],
  })
  const rows = tx.copyOut(
    `select code, case when paid_in is not null then paid_at end, payment_id, object_id, at, currency, minor, local_currency,
            local_minor, status, reference, order_id, country, original_minor from movements`,
    'format text',
  )
  const text = new TextDecoder()
  let begun = ''
  for await (const piece of rows) {
    const lines = (begun + text.decode(piece, { stream: true })).split('\n')
    begun = lines.pop() ?? ''
    yield lines.map(movementOf)
  }
}
