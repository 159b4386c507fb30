import { errorSaid } from '../said/said.ts'
import { isInUse } from './in-use.ts'

/** An answer of the operator API that says no. */
export class Refused extends Error {
  readonly code: string
  readonly errorId: string
  /** Everything that it says no to; where that is a field of a form, by its name. */
  readonly errors: ErrorBody['errors']
  constructor(code: string, message: string, errorId: string, errors: ErrorBody['errors'] = [{ id: code, message }]) {
    super(message)
    this.code = code
    this.errorId = errorId
    this.errors = errors
  }
}

/** Fetches a file of the operator API, which no mere link can, and has the browser keep it under a name. */
export const download = async (path: string, name: string): Promise<void> => {
  const answer = await fetch(`/operator/v1${path}`, { headers: { 'X-Silkgate': 'console' } })
  if (!answer.ok) throw refusedBy((await answer.json()) as ErrorBody)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export type ErrorBody = { errorId: string; errors: { id: string; message: string; propertyName?: string }[] }

/** An answer that says no, in the reader's words: what it says first, and everything. */
export const refusedBy = ({ errorId, errors }: ErrorBody): Refused => {
  const worded = errors.map((error) => ({ ...error, message: errorSaid(error.id, error.message) }))
  return new Refused(worded[0]?.id ?? '', worded[0]?.message ?? '', errorId, worded)
}

/** Has whoever is signed in show once more who they are; answers whether they did. */
type ShowAgain = () => Promise<boolean>
let showAgain: ShowAgain = async () => false

/** Says how somebody is asked to show once more who they are, where a deed needs it. */
export const onShowAgain = (how: ShowAgain): void => {
  showAgain = how
}

const asksAgain: readonly string[] = ['CONFIRMATION_NEEDED', 'FRESH_FACTOR_NEEDED']

/**
 * Asks the operator API; where a deed needs its doer to show once more who they are, that comes first. Rejects with `Refused`
 * where it says no, and with a TypeError where no answer came.
 */
export const ask = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
  const answer = await fetch(`/operator/v1${path}`, {
    method,
    headers: {
      'X-Silkgate': 'console',
      'Content-Type': 'application/json',
      ...(isInUse() ? {} : { 'X-By-Itself': 'true' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status === 204) return undefined as T
  const read: unknown = await answer.json()
  if (answer.ok) return read as T
  const refused = refusedBy(read as ErrorBody)
  if (asksAgain.includes(refused.code) && (await showAgain())) return ask(path, method, body)
  throw refused
}
