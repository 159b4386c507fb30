import { readFileSync } from 'node:fs'
import type { Route } from '../../../apps/gateway/src/http/route.ts'

/** An operation as the official SDKs know it. Source: the Java SDK 9.3.0. */
export type ConnectOperation = Pick<Route, 'operation' | 'method' | 'path'> & {
  /** The type of what stands behind the question mark. */
  readonly query?: string
  readonly request?: string
  /** "void" where no body is answered. */
  readonly response: string
  readonly error: string
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`connect/${name}.json`, import.meta.url), 'utf8')) as T

export const connectOperations = read<readonly ConnectOperation[]>('operations')

type Fields = Readonly<Record<string, string>>

/**
 * The fields of each type, by the names of the Java SDK 9.3.0. `types` is what is answered and sent as webhooks,
 * `request-types` what is asked with.
 */
const types: Readonly<Record<string, Fields>> = { ...read('types'), ...read('request-types') }

export const fieldsOf = (type: string): Fields => {
  const fields = types[type]
  if (fields === undefined)
    throw new Error(`The fields of ${type} are not written down: add them to connect/types.json.`)
  return fields
}

export type Schema = { readonly [key: string]: unknown }

const scalars: Readonly<Record<string, Schema>> = {
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Integer: { type: 'integer', format: 'int32' },
  Long: { type: 'integer', format: 'int64' },
}

const itemOf = (type: string): string | undefined => /^List<(.+)>$/.exec(type)?.[1]

/** A type as a JSON schema; what is no scalar is a reference to a component. */
export const schemaOf = (type: string): Schema => {
  const item = itemOf(type)
  if (item !== undefined) return { type: 'array', items: schemaOf(item) }
  return scalars[type] ?? { $ref: `#/components/schemas/${type}` }
}

/** The types of which a type is made, itself included, scalars and lists left out. */
export const reachableFrom = (roots: readonly string[]): readonly string[] => {
  const found = new Set<string>()
  const look = (type: string): void => {
    const name = itemOf(type) ?? type
    if (name in scalars || found.has(name)) return
    found.add(name)
    for (const field of Object.values(fieldsOf(name))) look(field)
  }
  for (const root of roots) look(root)
  return [...found].sort()
}
