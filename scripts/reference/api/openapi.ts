import { readFileSync } from 'node:fs'
import { errors, type MerchantErrorCode } from '@silkgate/domain'
import { everyOperationRefuses } from '../../../apps/gateway/src/http/errors.ts'
import type { Route } from '../../../apps/gateway/src/http/route.ts'
import { exampleOf } from '../errors.ts'
import { bodySchema } from './body-schema.ts'
import { type ConnectOperation, connectOperations, fieldsOf, reachableFrom, type Schema, schemaOf } from './connect.ts'
import { answerOf, sampleIds } from './examples.ts'
import { fieldWords, groupWords, type OperationWords, operationWords, queryWords } from './operation-words.ts'
import { ownOperations, schemaLike } from './own-operations.ts'
import { sdkCode } from './sdk-code.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** An operation as the reference sees it: our route, and what the official SDKs know of it. */
export type Documented = { readonly route: Route; readonly connect: ConnectOperation | undefined }

/** The routes of every API, each with what the SDKs know of it. */
export const documented = (lists: readonly (readonly Route[])[]): readonly Documented[] =>
  lists.flat().map((route) => ({
    route,
    connect: connectOperations.find(({ operation }) => operation === route.operation),
  }))

export const groupOf = ({ operation }: Pick<Route, 'operation'>): string => operation.split('.')[0] ?? operation

/** What is said about an operation, and how it is asked in the example. */
export const wordsOf = ({ operation, neverBecause }: Route): OperationWords => {
  if (neverBecause !== undefined) return { summary: 'Always refused', says: `${neverBecause}.` }
  const words = operationWords[operation] ?? ownOperations[operation]
  if (words === undefined) throw new Error(`There are no words about ${operation}: add them to operation-words.ts.`)
  return words
}

/** Every error that an operation can be answered with: its own, and those that any operation may be refused with. */
export const errorsOf = ({ refuses, method, neverBecause, file }: Route): readonly MerchantErrorCode[] => {
  const readsNoJson = method === 'GET' || neverBecause !== undefined || file === 'taken'
  const atTheEdge = everyOperationRefuses.filter((code) => !(readsNoJson && code === 'INVALID_JSON'))
  return [...new Set<MerchantErrorCode>([...refuses, ...atTheEdge])]
}

const replayed = 'X-GCS-Idempotence-Request-Timestamp'
const retryAfter = 'Retry-After'
const headerRef = (name: string): Schema => ({ $ref: `#/components/headers/${name}` })

const json = (schema: Schema, more: Schema = {}): Schema => ({ 'application/json': { schema, ...more } })

/** The error answers of an operation, by status: the name of each, which is made of its codes, and what stands under it. */
const refusalsOf = ({ route, connect }: Documented): readonly { status: number; name: string; response: Schema }[] => {
  const byStatus = Map.groupBy(errorsOf(route), (code) => errors[code].http)
  return [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => {
      const isOwn = codes.some((code) => route.refuses.includes(code))
      const type = (isOwn && connect?.error) || 'ErrorResponse'
      const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
      const description = codes.map((code) => `${code}: ${errors[code].message}`).join('\n\n')
      const waits = status === 429 || status === 503 ? { headers: { [retryAfter]: headerRef(retryAfter) } } : {}
      return {
        status,
        name: [type, ...codes].join('.'),
        response: { description, ...waits, content: json(schemaOf(type), { examples }) },
      }
    })
}

const creates = new Set([
  'payments.create',
  'payments.refund',
  'captures.refund',
  'sessions.create',
  'hostedcheckouts.create',
  'disputes.uploadFile',
])

/** What is answered when all is well: the status, and the type of the body. Nothing for an operation that can only refuse. */
export const successOf = ({
  route,
  connect,
}: Documented): { status: number; type?: string; example?: unknown } | undefined => {
  if (route.neverBecause !== undefined) return undefined
  if (route.file === 'given') return { status: 200 }
  if (connect?.response === 'void') return { status: 204 }
  if (connect === undefined) return { status: 200, example: answerOf(route.operation) }
  const example = answerOf(route.operation)
  return example === undefined
    ? undefined
    : { status: creates.has(route.operation) ? 201 : 200, type: connect.response, example }
}

/** What is made by these has no path of its own in an answer's Location. */
const hasNoPlace = new Set(['sessions.create', 'disputes.uploadFile'])

const headersOf = (route: Route, status: number): Schema => {
  const replay = takesKey(route) ? { [replayed]: headerRef(replayed) } : {}
  const isAt = status === 201 && !hasNoPlace.has(route.operation) ? { Location: headerRef('Location') } : {}
  const headers = { ...isAt, ...replay }
  return Object.keys(headers).length === 0 ? {} : { headers }
}

const bytes: Schema = { type: 'string', format: 'binary' }

const success = (one: Documented): Schema => {
  const given = successOf(one)
  if (given === undefined) return {}
  const { status, type, example } = given
  const description = { 200: 'Done.', 201: 'Made.', 204: 'Done; there is no body.' }[status] ?? ''
  const headers = headersOf(one.route, status)
  if (status === 204) return { 204: { description, ...headers } }
  if (one.route.file === 'given') return { 200: { description, ...headers, content: { '*/*': { schema: bytes } } } }
  const csv = one.route.csv === undefined ? {} : { 'text/csv': { schema: { type: 'string' } } }
  const content = { ...json(type === undefined ? schemaLike(example) : schemaOf(type), { example }), ...csv }
  return { [status]: { description, ...headers, content } }
}

/** Whether an idempotence key means anything to an operation: where it can be refused for being used before. */
const takesKey = ({ refuses }: Route): boolean => refuses.includes('IDEMPOTENCE_KEY_REUSED')

/** The parameters of an operation's path. */
export const pathNames = ({ path }: Route): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

/** The query parameters of an operation with their types: Connect's, or those of our own API. */
export const queryFieldsOf = ({ route, connect }: Documented): Readonly<Record<string, string>> => {
  if (connect?.query !== undefined) return fieldsOf(connect.query)
  const { queryWords: own, query } = ownOperations[route.operation] ?? {}
  return Object.fromEntries(Object.keys({ ...own, ...query }).map((name) => [name, 'String']))
}

const queryParameters = ({ route, connect }: Documented): readonly Schema[] => {
  if (route.neverBecause !== undefined) return []
  const { needs = [], query = {}, queryWords: own } = wordsOf(route)
  return Object.entries(queryFieldsOf({ route, connect })).map(([name, type]) => {
    const { says, schema = {} } = own?.[name] ?? queryWords[name] ?? {}
    return {
      name,
      in: 'query',
      ...(says && { description: `${says}.` }),
      ...(needs.includes(name) && { required: true }),
      schema: { ...schemaOf(type), ...schema },
      ...(query[name] !== undefined && { example: query[name] }),
    }
  })
}

/** The properties without which a body is refused, as far as they stand at its top. */
export const neededOfBody = ({ body }: Route): readonly string[] =>
  ((body && bodySchema(body).required) ?? []) as readonly string[]

const requestBody = ({ route, connect }: Documented): Schema => {
  if (route.neverBecause !== undefined || (connect?.request === undefined && route.body === undefined)) return {}
  if (route.file === 'taken') {
    const schema = { type: 'object', properties: { file: bytes }, required: ['file'] }
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  const parts = [
    ...(connect?.request === undefined ? [] : [schemaOf(connect.request)]),
    ...(route.body === undefined ? [] : [bodySchema(route.body)]),
  ]
  const { body: example } = wordsOf(route)
  const schema = parts.length === 1 ? parts[0] : { allOf: parts }
  return {
    requestBody: {
      required: neededOfBody(route).length > 0,
      content: json(schema ?? {}, example === undefined ? {} : { example }),
    },
  }
}

const operationOf = (one: Documented): Schema => {
  const { route } = one
  const { summary, says } = wordsOf(route)
  const key = takesKey(route) ? [{ $ref: '#/components/parameters/X-GCS-Idempotence-Key' }] : []
  return {
    operationId: route.operation,
    summary,
    ...(says && { description: says }),
    tags: [groupOf(route)],
    ...(route.neverBecause !== undefined && { 'x-always-refused': route.neverBecause }),
    parameters: [
      ...pathNames(route).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      ...key,
      ...queryParameters(one),
    ],
    ...requestBody(one),
    responses: {
      ...success(one),
      ...Object.fromEntries(
        refusalsOf(one).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
    ...(one.connect !== undefined && route.neverBecause === undefined
      ? { 'x-codeSamples': [{ lang: 'JavaScript', label: 'Official SDK for Node.js', source: sdkCode(one.connect) }] }
      : {}),
  }
}

const componentOf = (type: string): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(fieldsOf(type)).map(([name, field]) => {
      const description = fieldWords[`${type}.${name}`]
      return [name, { ...schemaOf(field), ...(description && { description }) }]
    }),
  ),
})

/** Every type that an operation speaks of, by itself or through another; what only refuses speaks of errors alone. */
export const typesOf = (operations: readonly Documented[]): readonly string[] =>
  reachableFrom(
    operations.flatMap((one) => {
      const success = successOf(one)
      const asks =
        one.route.neverBecause === undefined && one.route.file === undefined ? one.connect?.request : undefined
      return [asks, success?.type, one.connect?.error ?? 'ErrorResponse'].filter((type) => type !== undefined)
    }),
  )

const security = {
  v1HMAC: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      '`GCS v1HMAC:{apiKeyId}:{signature}`. The signature is the Base64 of HMAC-SHA256, keyed with the secret API key as text, ' +
      'of these lines, each ended by a line feed: the method; the Content-Type as sent, or nothing; the Date as sent; each ' +
      'header whose name begins with X-GCS, as `name:value` in lower case, by name; the path with its query. The body is not ' +
      'signed. Date must be within five minutes of the true time. The official SDKs do all of this.',
  },
}

const header = (description: string, type: 'string' | 'integer'): Schema => ({ description, schema: { type } })

const components = (operations: readonly Documented[]): Schema => ({
  securitySchemes: security,
  parameters: {
    ...Object.fromEntries(
      [...new Set(operations.flatMap(({ route }) => pathNames(route)))].sort().map((name) => [
        name,
        {
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
          ...(sampleIds[name] && { example: sampleIds[name] }),
        },
      ]),
    ),
    'X-GCS-Idempotence-Key': {
      name: 'X-GCS-Idempotence-Key',
      in: 'header',
      description:
        'Your name for this request. Within 24 hours, sending it again answers what the first one was answered.',
      schema: { type: 'string', maxLength: 256 },
    },
  },
  headers: {
    Location: header('Where what was made can be read.', 'string'),
    [retryAfter]: header('Seconds after which the request is worth sending again.', 'integer'),
    [replayed]: header('On a repeat: when the first request came, in milliseconds since 1970.', 'integer'),
  },
  examples: Object.fromEntries(
    [...new Set(operations.flatMap(({ route }) => errorsOf(route)))]
      .sort()
      .map((code) => [code, { summary: errors[code].message, value: JSON.parse(exampleOf(code).body) }]),
  ),
  responses: Object.fromEntries(operations.flatMap(refusalsOf).map(({ name, response }) => [name, response])),
  schemas: Object.fromEntries(typesOf(operations).map((type) => [type, componentOf(type)])),
})

/** The APIs of merchants as one OpenAPI 3.1 document, made from their routes. */
export const openApi = (lists: readonly (readonly Route[])[]): Schema => {
  const operations = documented(lists)
  const paths: Record<string, Record<string, Schema>> = {}
  for (const one of operations) {
    const path = one.route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [one.route.method.toLowerCase()]: operationOf(one) }
  }
  const groups = [...new Set(operations.map(({ route }) => groupOf(route)))]
  return {
    openapi: '3.1.1',
    info: {
      title: 'silkgate, the merchant API',
      version,
      summary: 'Payments with Alipay+ in the wire format of Worldline Connect',
      description:
        'Made from the routes. Each operation lists every error that it can be answered with; one with x-always-refused is ' +
        'there for clients of the official SDKs to read why. Properties that are not listed are accepted and left alone.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'The sandbox' }],
    security: [{ v1HMAC: [] }],
    tags: groups.map((name) => ({ name, ...(groupWords[name] && { description: groupWords[name] }) })),
    paths,
    components: components(operations),
  }
}
