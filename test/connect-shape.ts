import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

type Types = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Field and type of everything that an answer or webhook of ours may hold. Source: the response types of the official
 * Java SDK 9.3.0, all that is reachable from the six that we answer with.
 */
const types = JSON.parse(
  readFileSync(new URL('../scripts/reference/api/connect/types.json', import.meta.url), 'utf8'),
) as Types

const isWhole = (value: unknown, most: number): boolean => Number.isInteger(value) && Math.abs(value as number) <= most

/** How the SDKs read a scalar: with Gson, whose integers have no decimals. */
const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Integer: (value) => isWhole(value, 2 ** 31 - 1),
  Long: (value) => isWhole(value, 2 ** 63 - 1),
}

/** The first thing that is wrong, with its place; undefined when all is right. */
const wrongIn = (type: string, value: unknown, path: string): string | undefined => {
  const no = `${path} is no ${type}: ${JSON.stringify(value)}`
  const item = /^List<(.+)>$/.exec(type)?.[1]
  if (item !== undefined) {
    if (!Array.isArray(value)) return no
    return firstOf(value.map((one, index) => () => wrongIn(item, one, `${path}[${index}]`)))
  }
  const isScalar = scalars[type]
  if (isScalar !== undefined) return isScalar(value) ? undefined : no
  const fields = types[type] ?? assert.fail(`Connect has no type ${type} among the answers of ours`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return no
  return firstOf(
    Object.entries(value).map(([name, inner]) => () => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined
      const unknown = `${path}.${name} is unknown: ${type} has no such field`
      return field === undefined ? unknown : wrongIn(field, inner, `${path}.${name}`)
    }),
  )
}

const firstOf = (checks: readonly (() => string | undefined)[]): string | undefined => {
  for (const check of checks) {
    const wrong = check()
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/**
 * Asserts that a value is one of Connect's type as it goes over the wire: no field that the type does not have, no JSON
 * type that the SDKs cannot read, no null. Fields may be missing, as in every SDK.
 */
export const assertConnectShape = (typeName: string, value: unknown): void => {
  const wrong = wrongIn(typeName, JSON.parse(JSON.stringify(value)), typeName)
  if (wrong !== undefined) assert.fail(wrong)
}
