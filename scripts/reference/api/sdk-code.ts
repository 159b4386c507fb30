import type { ConnectOperation } from './connect.ts'
import { sampleIds } from './examples.ts'
import { operationWords } from './operation-words.ts'

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

/** A value as JavaScript is written by hand. */
export const literal = (value: unknown, indent = ''): string => {
  if (typeof value === 'string') return `'${value.replace(/['\\]/g, '\\$&')}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const deeper = `${indent}  `
  const write = (inner: string) =>
    Object.entries(value).map(([name, one]) => {
      const written = literal(one, inner)
      return Array.isArray(value) ? written : `${isName(name) ? name : literal(name)}: ${written}`
    })
  const space = Array.isArray(value) ? '' : ' '
  const short = `${open}${space}${write(deeper).join(', ')}${space}${close}`
  if (short.length + indent.length <= 80 && !short.includes('\n'))
    return Object.keys(value).length === 0 ? open + close : short
  return `${open}\n${write(deeper)
    .map((line) => `${deeper}${line},\n`)
    .join('')}${indent}${close}`
}

const keyed = new Set(['payments.create', 'payments.refund', 'captures.refund'])

/** What the official SDK for Node.js is called with: the ids of the path, the body, and the context. */
export const sdkArguments = ({ operation, path, request }: ConnectOperation): readonly unknown[] => {
  const { body, query = {} } = operationWords[operation] ?? {}
  const ids = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => sampleIds[name])
  const key = keyed.has(operation) ? { idempotence: { key: `${operation}-1` } } : {}
  return [...ids, ...(request === undefined ? [] : [body ?? {}]), { ...query, ...key }]
}

/** The name of an operation in the SDK for Node.js, where delete is a word of the language. */
export const sdkName = ({ operation }: Pick<ConnectOperation, 'operation'>): string =>
  operation.replace(/\.delete$/, '.remove')

/** The call of an operation with the official SDK for Node.js. */
export const sdkCode = (operation: ConnectOperation): string =>
  `const { status, body } = await client.v1.${sdkName(operation)}(${sdkArguments(operation)
    .map((one) => literal(one))
    .join(', ')})`
