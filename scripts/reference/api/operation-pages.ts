import { errors, type MerchantErrorCode } from '@silkgate/domain'
import { errorFile } from '../errors.ts'
import { code, jsonBlock, page, table } from '../markdown.ts'
import { bodySchema } from './body-schema.ts'
import { fieldsOf, type Schema } from './connect.ts'
import { type Documented, errorsOf, groupOf, pathNames, queryFieldsOf, successOf, wordsOf } from './openapi.ts'
import { fieldWords, groupWords, queryWords } from './operation-words.ts'
import { sdkCode } from './sdk-code.ts'

const from = 'the routes of apps/gateway/src/merchant-api.ts and scripts/reference/api'

/** The name of an operation's page, in docs/reference/api/operations. */
export const operationFile = (operation: string): string =>
  `${operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.md`

const calledAs = ({ route: { method, path } }: Documented): string =>
  code(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`)

type Field = { readonly path: string; readonly type: string; readonly needed?: string; readonly says: string }

const typeNames: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'true or false',
  Integer: 'integer',
  Long: 'integer',
}

const spokenType = (type: string): string => {
  const item = /^List<(.+)>$/.exec(type)?.[1]
  return item === undefined
    ? (typeNames[type] ?? 'object')
    : `list of ${typeNames[item] ?? 'object'}s`.replace('ys', 'ies')
}

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a row says more than that something is inside. */
const isTold = ({ type, says, needed }: Field): boolean => type !== 'object' || says !== '' || Boolean(needed)

/** A field of a Connect type, and everything inside it, as `inside` says. */
const fieldIn = (
  type: string,
  name: string,
  path: string,
  more: Partial<Field>,
  inside: (type: string) => Field[],
): Field[] => {
  const fieldType = fieldsOf(type)[name] ?? 'String'
  const says = fieldWords[`${type}.${name}`] ?? ''
  return [
    { path, type: spokenType(fieldType), says, ...more },
    ...inside(/^List<(.+)>$/.exec(fieldType)?.[1] ?? fieldType),
  ]
}

/** The fields of a body that are read, by the schema that reads them. */
const fieldsRead = (schema: Schema, type: string, under = '', isSent = true): Field[] =>
  Object.entries((schema.properties ?? {}) as Record<string, Schema>).flatMap(([name, one]) => {
    const path = `${under}${name}`
    const limit = one.maxLength === undefined ? {} : { type: `text, at most ${one.maxLength} characters` }
    const isNeeded = ((schema.required ?? []) as readonly string[]).includes(name)
    const needed = { needed: isNeeded ? (isSent ? 'yes' : 'with its object') : '' }
    const inside = (inner: string) => fieldsRead(one, inner, `${path}.`, isSent && isNeeded)
    return fieldIn(type, name, path, { ...needed, ...limit }, inside)
  })

/** The fields of an example answer. */
const fieldsShown = (value: Schema, type: string, under = ''): Field[] =>
  Object.entries(value).flatMap(([name, one]) => {
    const path = `${under}${name}`
    return fieldIn(type, name, path, {}, (inner) => {
      if (Array.isArray(one)) return isObject(one[0]) ? fieldsShown(one[0], inner, `${path}[].`) : []
      return isObject(one) ? fieldsShown(one, inner, `${path}.`) : []
    })
  })

const parameters = (one: Documented): string[] => {
  const { needs = [], queryWords: own } = wordsOf(one.route)
  const rows = Object.entries(queryFieldsOf(one))
  if (rows.length === 0) return []
  const cells = rows.map(([name, type]) => [
    code(name),
    spokenType(type),
    needs.includes(name) ? 'yes' : '',
    (own?.[name] ?? queryWords[name])?.says ?? '',
  ])
  return [`## Query\n\n${table(['Parameter', 'Type', 'Needed', 'Meaning'], cells)}`]
}

const request = ({ route, connect }: Documented): string[] => {
  if (route.file === 'taken') return ['## Request\n\n`multipart/form-data`, with the file in a part named `file`.']
  if (connect?.request === undefined) {
    return route.body === undefined ? [] : ['## Request\n\nFor example:', jsonBlock(wordsOf(route).body)]
  }
  if (route.body === undefined) return ['## Request\n\nThe body is accepted and left alone.']
  const rows = fieldsRead(bodySchema(route.body), connect.request)
  const cells = rows.filter(isTold).map(({ path, type, needed, says }) => [code(path), type, needed ?? '', says])
  return [
    `## Request\n\nWhat is read; every other property of Connect’s ${code(connect.request)} is accepted and left alone.`,
    table(['Property', 'Type', 'Needed', 'Meaning'], cells),
  ]
}

const answer = (one: Documented): string[] => {
  const given = successOf(one)
  if (given === undefined) return ['## Answer\n\nAn error, always: see below.']
  const { status, type, example } = given
  if (one.route.file === 'given') return [`## Answer\n\nHTTP ${status} with the file. Its type is in Content-Type.`]
  if (type === undefined) {
    if (example === undefined) return [`## Answer\n\nHTTP ${status}, without a body.`]
    const csv = one.route.csv
      ? ['With `Accept: text/csv`, everything that is wanted comes as CSV, as fast as it is read.']
      : []
    return [`## Answer\n\nHTTP ${status}. For example:`, jsonBlock(example), ...csv]
  }
  const cells = fieldsShown(example as Schema, type)
    .filter(isTold)
    .map(({ path, type, says }) => [code(path), type, says])
  return [
    `## Answer\n\nHTTP ${status} with Connect’s ${code(type)}. For example:`,
    jsonBlock(example),
    table(['Property', 'Type', 'Meaning'], cells),
  ]
}

const linked = (id: MerchantErrorCode): string => `[${code(id)}](../../errors/${errorFile(id)})`

const refusals = ({ route }: Documented): string => {
  const own = errorsOf(route)
    .filter((id) => route.refuses.includes(id))
    .sort((a, b) => errors[a].http - errors[b].http)
  const others = errorsOf(route).filter((id) => !route.refuses.includes(id))
  const rows = own.map((id) => [String(errors[id].http), linked(id), errors[id].message])
  const any = `${own.length === 0 ? 'None of its own. ' : ''}As any operation: ${others.map(linked).join(', ')}.`
  return ['## Errors', ...(own.length === 0 ? [] : [table(['HTTP', 'Error', 'Message'], rows)]), any].join('\n\n')
}

const operationPage = (one: Documented): string => {
  const { route, connect } = one
  const { summary, says } = wordsOf(route)
  const ids = pathNames(route).filter((name) => name !== 'merchantId')
  return page({
    from,
    title: summary,
    parts: [
      connect === undefined ? calledAs(one) : `${calledAs(one)}, in the SDKs ${code(route.operation)}`,
      ...(says === undefined ? [] : [says]),
      ...(connect === undefined ? [] : [`## Call\n\n${['```js', sdkCode(connect), '```'].join('\n')}`]),
      ...(ids.length === 0 ? [] : [`In the path, beside the merchant id: ${ids.map(code).join(', ')}.`]),
      ...parameters(one),
      ...request(one),
      ...answer(one),
      refusals(one),
      '[All operations](../operations.md)',
    ],
  })
}

const works = ({ route }: Documented): boolean => route.neverBecause === undefined

const order = Object.keys(groupWords)
const byWords = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  order.indexOf(a) - order.indexOf(b)

/** Every operation by its group: those that work with a link to their page, the others with the reason. */
const indexPage = (operations: readonly Documented[]): string => {
  const groups = Map.groupBy(operations.filter(works), ({ route }) => groupOf(route))
  return page({
    from,
    title: 'Operations of the merchant API',
    parts: [
      'What works, by what it is about. Operations that are always refused, with the reason, are in the ' +
        '[coverage of the Connect API](coverage.md); the same as [OpenAPI 3.1](openapi.json).',
      ...[...groups].sort(byWords).map(([group, ofGroup]) => {
        const rows = ofGroup.map((one) => {
          const { operation } = one.route
          const { summary } = wordsOf(one.route)
          return [
            `[${summary}](operations/${operationFile(operation)})`,
            calledAs(one),
            one.connect === undefined ? '' : code(operation),
          ]
        })
        return [`## ${group}`, groupWords[group] ?? '', table(['Operation', 'Path', 'In the SDKs'], rows)].join('\n\n')
      }),
    ],
  })
}

/** The pages of the operations that work, and the list of them, by their paths. */
export const operationPages = (operations: readonly Documented[]): Readonly<Record<string, () => string>> => ({
  'docs/reference/api/operations.md': () => indexPage(operations),
  ...Object.fromEntries(
    operations
      .filter(works)
      .map((one) => [`docs/reference/api/operations/${operationFile(one.route.operation)}`, () => operationPage(one)]),
  ),
})
