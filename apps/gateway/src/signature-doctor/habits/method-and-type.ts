import { type Habit, type Signing, type Variation, vary } from '../signing.ts'

const lowerCase: Habit = {
  name: 'method-case',
  says: 'The HTTP method was signed in another case.',
  looksLike: 'code that signs what it calls its HTTP library with ("get", "post")',
  remedy: 'Sign the method in capital letters.',
}

const otherMethod = (signed: string): Habit => ({
  name: 'method-other',
  says: `The request was signed as ${signed}.`,
  looksLike:
    'a method that is fixed in the signing code, or a redirect: after a 301 or 302 many clients repeat a POST as a GET',
  remedy: 'Sign the method that is sent, and call the https address itself, so that nothing redirects.',
})

export const methodVariations = (plain: Signing, methodAsSent: string): Variation[] => [
  ...vary(lowerCase, 'method', [plain.method.toLowerCase(), methodAsSent, capitalised(plain.method)]),
  ...['GET', 'POST', 'PUT', 'DELETE', 'PATCH']
    .filter((method) => method !== plain.method)
    .flatMap((method) => vary(otherMethod(method), 'method', [method])),
]

const capitalised = (text: string): string => `${text.slice(0, 1)}${text.slice(1).toLowerCase()}`

const charset: Habit = {
  name: 'content-type-charset',
  says: 'The Content-Type that was sent and the one that was signed differ in a parameter such as charset.',
  looksLike:
    'StringContent in .NET, OkHttp, Spring or a proxy: they put "; charset=utf-8" behind what the code has set',
  remedy:
    'Sign the Content-Type as it goes over the wire, or stop the HTTP library from adding to it (send the body as bytes).',
}

const notSigned: Habit = {
  name: 'content-type-not-signed',
  says: 'A Content-Type was sent, and its line was signed empty.',
  looksLike:
    'the Java, Python, Ruby, Go and .NET SDKs, which sign none where there is no body: an HTTP library or a proxy added one',
  remedy: 'Sign the Content-Type that is sent, or make sure that none is sent.',
}

const notSent: Habit = {
  name: 'content-type-not-sent',
  says: 'A Content-Type was signed, and none was sent.',
  looksLike:
    'the Node.js SDK, which signs application/json on GET too, behind a proxy that drops it; axios without data',
  remedy: 'Sign an empty line where no Content-Type is sent, or make sure that it is sent.',
}

const otherType: Habit = {
  name: 'content-type-other',
  says: 'Another Content-Type was signed than the one that was sent.',
  looksLike: 'curl -d or a form library, which set application/x-www-form-urlencoded by themselves',
  remedy: 'Set the header by yourself (curl -H "Content-Type: application/json"), and sign the same text.',
}

const spelling: Habit = {
  name: 'content-type-spelling',
  says: 'The Content-Type was signed in another spelling than it was sent in.',
  looksLike: 'code or a proxy that makes header values tidy',
  remedy: 'Sign the value exactly as it is sent, letter by letter.',
}

const withName: Habit = {
  name: 'content-type-with-name',
  says: 'The line of the Content-Type was signed with the name of the header.',
  looksLike: 'code made for AWS or another API that signs "name:value" everywhere',
  remedy: 'Sign the value alone; only X-GCS headers are signed with their names.',
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json;charset=UTF-8',
  'application/json, application/json',
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
]

const mediaType = (type: string): string => (type.split(/[;,]/)[0] ?? '').trim().toLowerCase()

const habitOfType = (sent: string, signed: string): Habit => {
  if (signed === '') return notSigned
  if (sent === '') return notSent
  const tidy = (type: string) => type.toLowerCase().replace(/\s/g, '')
  if (tidy(sent) === tidy(signed)) return spelling
  return mediaType(sent) === mediaType(signed) ? charset : otherType
}

export const contentTypeVariations = ({ contentType: sent }: Signing): Variation[] => [
  ...['', mediaType(sent), sent.toLowerCase(), sent.trim(), ...types]
    .filter((signed) => signed !== sent)
    .flatMap((signed) => vary(habitOfType(sent, signed), 'contentType', [signed])),
  ...['Content-Type: ', 'Content-Type:', 'content-type:'].flatMap((name) =>
    vary(withName, 'contentType', [`${name}${sent}`], { isRare: true }),
  ),
]
