import { asBytes, decodeUtf8, type Habit, type Signing, type Variation, vary } from '../signing.ts'

const queryNotSigned: Habit = {
  name: 'query-not-signed',
  says: 'The path was signed without its query.',
  looksLike: 'hand-written code that signs the path of the URL (url.pathname, getPath, LocalPath)',
  remedy: 'Sign the path, "?" and the query.',
}

const hostSigned: Habit = {
  name: 'host-signed',
  says: 'The path was signed with the host before it.',
  looksLike: 'hand-written code that signs the whole URL',
  remedy: 'Sign from the first "/" after the host.',
}

const trailingSlash: Habit = {
  name: 'trailing-slash',
  says: 'The path was signed and sent with a different number of slashes at its end.',
  looksLike: 'a router, an HTTP library or a proxy that adds or takes a slash',
  remedy: 'Sign the path exactly as it is sent. We take it with and without the slash.',
}

const leadingSlash: Habit = {
  name: 'leading-slash',
  says: 'The path was signed and sent with a different number of slashes at its beginning.',
  looksLike: 'a base address that ends with "/" joined with a path that begins with one (ActiveMerchant sends //v1)',
  remedy: 'Send and sign the path beginning with exactly one slash: /v1/…',
}

const doubledSlash: Habit = {
  name: 'doubled-slash',
  says: 'A doubled slash inside the path was signed as one, or the other way round.',
  looksLike: 'a proxy that makes paths tidy, or an empty part in a path that is put together',
  remedy: 'Send and sign the path without doubled slashes.',
}

const prefix: Habit = {
  name: 'path-prefix',
  says: 'The path was signed with another beginning than it was sent with.',
  looksLike: 'a base address with a path of its own, or a proxy that puts a prefix before the path or takes one away',
  remedy: 'The API has no prefix: send and sign a path that begins with /v1/, and let no proxy change it.',
}

const pathEncoding: Habit = {
  name: 'path-encoding',
  says: 'The path was signed in another percent-encoding than it was sent in.',
  looksLike: 'code that signs the decoded path, or an HTTP library that encodes again',
  remedy: 'Sign the path exactly as it goes over the wire.',
}

const queryEncoding: Habit = {
  name: 'query-encoding',
  says: 'The query was signed in another percent-encoding than it was sent in.',
  looksLike: 'code that encodes twice by itself ("+" here, "%20" there), or an HTTP library that encodes again',
  remedy: 'Build the query once, send that text and sign that text.',
}

const queryOrder: Habit = {
  name: 'query-order',
  says: 'The parameters of the query were signed in another order than they were sent in.',
  looksLike: 'code made for AWS that sorts parameters, a map without an order, or a proxy that sorts them',
  remedy: 'Sign the parameters in the order in which they are sent.',
}

const parameterAdded = (name: string): Habit => ({
  name: 'query-parameter-added',
  says: `Sent, and not signed: the parameter ${name}.`,
  looksLike: 'a parameter that an HTTP library, an interceptor or a proxy adds after signing',
  remedy: 'Add all parameters before signing.',
})

const emptyParts: Habit = {
  name: 'query-empty-parts',
  says: 'An empty part of the query ("?" or a parameter without a value) was sent and not signed, or the other way round.',
  looksLike: 'an HTTP library that leaves out what is empty, or a URL that ends with "?"',
  remedy: 'Leave out empty parameters and a lonely "?" in both places.',
}

const letterCase: Habit = {
  name: 'path-case',
  says: 'The path was signed in small letters.',
  looksLike: 'code that makes URLs tidy',
  remedy: 'Sign the path exactly as it is sent.',
}

const decoded = (text: string): string => {
  try {
    return asBytes(decodeURIComponent(text))
  } catch {
    return text
  }
}

/** Several encodings of one text, as the libraries of several languages write them. */
const encodings: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  (text) => encodeURIComponent(text).replace(/%2F|%3A|%2C|%40/g, decodeURIComponent),
  (text) => encodeURI(text),
  (text) => encodeURI(text).replaceAll('%20', '+'),
  (text) => new URLSearchParams({ x: text }).toString().slice(2),
]

const wellFormed = (text: string): string => decodeUtf8(decoded(text)).toWellFormed()

const reencodedQueries = (query: string): string[] => {
  const pairs = query.split('&').map((pair) => pair.split(/=(.*)/s, 2))
  const texts = encodings.flatMap((encode) =>
    [(text: string) => text, (text: string) => text.replaceAll('+', ' ')].map((before) =>
      pairs.map((pair) => pair.map((part) => encode(wellFormed(before(part)))).join('=')).join('&'),
    ),
  )
  const inSmall = query.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toLowerCase())
  const inCapitals = query.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())
  const plus = [query.replaceAll('+', '%20'), query.replaceAll('%20', '+'), query.replaceAll('+', '%2B')]
  return [...plus, ...texts, inSmall, inCapitals, query.replaceAll('%', '%25'), query.replaceAll('%25', '%')]
}

const queryVariations = (path: string, query: string): Variation[] => {
  const resources = (queries: readonly string[]) => queries.map((one) => (one === '' ? path : `${path}?${one}`))
  const parameters = query.split('&')
  const filled = parameters.filter((one) => /=./s.test(one) && !/=(undefined|null)$/.test(one))
  return [
    ...vary(queryNotSigned, 'resource', query === '' ? [] : [path]),
    ...vary(queryEncoding, 'resource', query === '' ? [] : resources(reencodedQueries(query))),
    ...vary(queryOrder, 'resource', resources([parameters.toSorted().join('&'), parameters.toReversed().join('&')])),
    ...vary(
      emptyParts,
      'resource',
      resources([
        filled.join('&'),
        parameters.map((one) => one.replace(/=$/, '')).join('&'),
        query.replace(/(?<!&)&+$/, ''),
      ]),
    ),
    ...(parameters.length === 1 ? [] : parameters.slice(0, 20)).flatMap((one, at) =>
      vary(parameterAdded(one.split('=', 1)[0] ?? ''), 'resource', resources([parameters.toSpliced(at, 1).join('&')])),
    ),
  ]
}

const prefixes = ['/api', '/connect', '/gateway', '/payments', '/psp', '/proxy', '/silkgate']

/** What may have been signed in place of the path and query that were sent. */
export const resourceVariations = ({ resource }: Signing, host: string | undefined): Variation[] => {
  const at = resource.indexOf('?')
  const [path, query] = at === -1 ? [resource, undefined] : [resource.slice(0, at), resource.slice(at + 1)]
  const behind = query === undefined ? '' : `?${query}`
  const hosts = host === undefined ? [] : [host, host.replace(/:\d+$/, '')]
  const withPath = (paths: readonly string[]) => paths.map((one) => `${one}${behind}`)
  const bare = path.replace(/(?<!\/)\/+$/, '')
  return [
    ...(query ? queryVariations(path, query) : []),
    ...(query ? [] : vary(emptyParts, 'resource', [path, `${path}?`])),
    ...vary(trailingSlash, 'resource', withPath([bare, `${path}/`])),
    ...vary(
      hostSigned,
      'resource',
      hosts.flatMap((one) => [`https://${one}${resource}`, `http://${one}${resource}`, `${one}${resource}`]),
    ),
    ...vary(leadingSlash, 'resource', withPath([`/${path}`, path.replace(/^\/+/, ''), path.replace(/^\/+/, '/')])),
    ...vary(doubledSlash, 'resource', withPath([path.replace(/\/+/g, '/'), path.replace(/(?<=.)\//g, '//')])),
    ...vary(prefix, 'resource', withPath([path.replace(/^\/v1(?=\/)/, ''), path.replace(/^\/.*?(?=\/v1\/)/, '')])),
    ...vary(prefix, 'resource', withPath([path.replace(/^\/v1\/\d+(?=\/)/, '')])),
    ...vary(prefix, 'resource', withPath(prefixes.map((one) => `${one}${path}`)), { isRare: true }),
    ...vary(
      pathEncoding,
      'resource',
      withPath([decoded(path), encodeURI(wellFormed(path)), path.replaceAll('%', '%25')]),
    ),
    ...vary(
      pathEncoding,
      'resource',
      withPath([
        path.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toLowerCase()),
        path.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase()),
        path
          .split('/')
          .map((part) => encodeURIComponent(wellFormed(part)))
          .join('/'),
        encodeURIComponent(wellFormed(path)),
      ]),
    ),
    ...vary(letterCase, 'resource', [resource.toLowerCase()]),
    ...(query === undefined
      ? []
      : hosts.flatMap((one) => vary(hostSigned, 'resource', [`https://${one}${path}`], { isRare: true }))),
  ]
}
