/** An answer of the operator API that says no. */
export class Refused extends Error {
  readonly code: string
  readonly errorId: string
  constructor(code: string, message: string, errorId: string) {
    super(message)
    this.code = code
    this.errorId = errorId
  }
}

type ErrorBody = { errorId: string; errors: { id: string; message: string }[] }

/** Asks the operator API. Rejects with `Refused` where it says no, and with a TypeError where no answer came. */
export const ask = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
  const answer = await fetch(`/operator/v1${path}`, {
    method,
    headers: { 'X-Silkgate': 'console', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status === 204) return undefined as T
  const read: unknown = await answer.json()
  if (answer.ok) return read as T
  const { errorId, errors } = read as ErrorBody
  throw new Refused(errors[0]?.id ?? '', errors[0]?.message ?? '', errorId)
}
