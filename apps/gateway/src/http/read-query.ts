import { ok, type Refusal, type Result, refuse } from '@silkgate/domain'
import { invalid } from './schema.ts'

/**
 * Reads the query of an operation that filters: each parameter by its own rule, the first of several values, an empty one as
 * none. A name that means nothing is refused, since what it was meant to leave out would be answered.
 */
export const queryReader = (parameters: URLSearchParams, names: readonly string[]) => {
  const unknown = [...new Set(parameters.keys())].filter((name) => !names.includes(name))
  const refusals: Refusal[] = unknown.map((name) =>
    invalid(name.slice(0, 100), `There is no such parameter. There are ${names.join(', ')}.`),
  )
  return {
    /** The value of a parameter; `parse` answers undefined for what is not allowed, and `remedy` says what is. */
    read: <T>(name: string, parse: (text: string) => T | undefined, remedy: string): T | undefined => {
      const text = parameters.get(name) ?? ''
      const value = text === '' ? undefined : parse(text)
      if (text !== '' && value === undefined) refusals.push(invalid(name, remedy))
      return value
    },
    refuse: (...more: readonly Refusal[]): void => {
      refusals.push(...more)
    },
    /** What was read, unless something was refused. */
    done: <T>(value: () => T): Result<T> => (refusals.length > 0 ? refuse(...refusals) : ok(value())),
  }
}

/** An instant with its offset from UTC. */
export const parseInstant = (text: string): Date | undefined => {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
  const at = new Date(isWritten ? text : Number.NaN)
  return Number.isNaN(at.getTime()) ? undefined : at
}

export const instantRemedy = 'An instant as 2026-11-26T08:00:00Z, please; a + in it is written %2B.'

/** Some of these words, with commas between them. */
export const parseWords =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): readonly Word[] | undefined => {
    const wanted = text.split(',').map((word) => words.find((one) => one === word))
    return wanted.every((word) => word !== undefined) ? wanted : undefined
  }

/** A text of at most so many characters, none of which a database cannot keep. */
export const parseText = (longest: number) => (text: string) =>
  text.length <= longest && !text.includes('\u0000') ? text : undefined

/** How many at most on a page. */
export const parseLimit = (text: string): number | undefined =>
  /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined

export const limitRemedy = 'A number from 1 to 100, please.'
