import { linesToSign, resourcesOf, type SignedRequest } from '../http/v1hmac.ts'
import type { KnownKey } from '../merchant/index.ts'
import { type Diagnosis, type Finding, findingsOf, reasonsIn, withoutSecrets } from './diagnosis.ts'
import { dateVariations } from './habits/date.ts'
import { formVariations } from './habits/form.ts'
import { headerVariations } from './habits/headers.ts'
import { contentTypeVariations, methodVariations } from './habits/method-and-type.ts'
import { resourceVariations } from './habits/resource.ts'
import { secretVariations } from './habits/secret.ts'
import { clientOf, inspectDate, inspectKey, inspectPath } from './inspect-request.ts'
import { readClaim } from './read-authorization.ts'
import { asReceived, headerOf, type SentRequest } from './read-request.ts'
import { type Reading, readSignature } from './read-signature.ts'
import { type Match, search } from './search.ts'
import { hmacOf, linesOf, type Signing, textOf, type Variation, writeLines } from './signing.ts'
import { differencesOf, visible } from './visible.ts'

export type RequestQuestion = {
  readonly request: SentRequest
  /** Every key that the one who asks may know of, retired ones too. */
  readonly keys: readonly KnownKey[]
  readonly wallMs: number
  /** When the request came in, where that is known. */
  readonly receivedMs?: number | undefined
  /** What the caller says that it signs, as bytes. */
  readonly stringToSign?: string | undefined
}

/** The signings that we take for a request: one, or more where its query may be signed decoded. */
const signingsOf = (received: SignedRequest, secret: string): Signing[] =>
  [...resourcesOf(received.url)].map((resource) => ({
    ...linesToSign(received),
    resource,
    compose: writeLines,
    encode: (text) => Buffer.from(text, 'latin1'),
    secret: Buffer.from(secret, 'utf8'),
    digest: hmacOf,
  }))

const variationsOf = (
  { request, keys }: RequestQuestion,
  plain: Signing,
  key: KnownKey,
  host?: string,
): Variation[] => [
  ...formVariations(request.body),
  ...contentTypeVariations(plain),
  ...headerVariations(plain, request.headers),
  ...dateVariations(plain, request.headers),
  ...resourceVariations(plain, host),
  ...secretVariations(key, keys),
  ...methodVariations(plain, request.method),
]

/** What the text that the caller gave tells, where no habit of ours explains the signature. */
const compareGiven = async (
  given: string,
  plain: readonly Signing[],
  key: KnownKey,
  question: RequestQuestion,
  readings: readonly Reading[],
): Promise<{ findings: Finding[]; isExplained: boolean }> => {
  const texts = plain.map((signing) => textOf(signing).toString('latin1'))
  const forms = [given, `${given}\n`, given.replace(/\n$/, '')]
  const [expected = ''] = texts.toSorted((a, b) => differencesOf(a, given).length - differencesOf(b, given).length)
  const [first] = plain
  if (first === undefined) return { findings: [], isExplained: false }
  const asGiven = forms.map((text) => ({ ...first, compose: () => text }))
  const ofKey = [...secretVariations(key, question.keys), ...formVariations('').filter(({ part }) => part === 'digest')]
  const matches = await search(asGiven, ofKey, readings)
  const isSame = texts.some((text) => forms.includes(text))
  const lines = differencesOf(expected, matches[0]?.signing.compose([]) ?? given)
  const differs: Finding = {
    habit: 'string-to-sign-differs',
    certainty: 'certain',
    says: 'The string-to-sign that was given is not the one of this request.',
    lines,
    remedy: 'Make the lines shown here equal to what goes over the wire.',
  }
  const otherSecret: Finding = {
    habit: 'secret-other',
    certainty: isSame ? 'certain' : 'likely',
    says: isSame
      ? `The text is right; the signature was made with another secret than that of key ${key.keyId}.`
      : `Even for the text that was given, this signature does not come of the secret of key ${key.keyId}.`,
    looksLike: 'a secret of another key or system, or one that was cut or changed when it was stored',
    remedy: 'Compare the length of the secret, and its first and last character, with what was shown when it was made.',
  }
  return {
    findings: [
      ...(isSame ? [] : [differs]),
      ...findingsOf(first, matches),
      ...(matches.length > 0 ? [] : [otherSecret]),
    ],
    isExplained: matches.length > 0 || isSame,
  }
}

const unexplained = (key: KnownKey, client: string | undefined): Finding[] => [
  {
    habit: 'secret-other',
    certainty: client === undefined ? 'possible' : 'likely',
    says: `The signature may have been made with another secret than that of key ${key.keyId}.`,
    looksLike:
      client === undefined
        ? 'a secret of another key or system, or one that was cut or changed when it was stored'
        : `the request names ${client}: an official SDK writes its lines right, so its secret is suspected first`,
    remedy: 'Compare the length of the secret, and its first and last character, with what was shown when it was made.',
  },
  {
    habit: 'request-changed',
    certainty: 'possible',
    says: 'Something may have changed a signed part between signing and sending, in a way that cannot be guessed.',
    looksLike: 'a proxy that takes away or rewrites an X-GCS header, the Date or the path',
    remedy: 'Print the string-to-sign of your program for this very request, and let it be compared with ours.',
  },
]

const signatureUnreadable = (signature: string): Finding => {
  const { length } = Buffer.from(signature, 'base64')
  const isRsa = [128, 256, 384, 512].includes(length)
  return {
    habit: 'signature-no-digest',
    certainty: 'certain',
    says: `The signature is ${length} bytes long in base64; that of HMAC-SHA256 is 32.`,
    looksLike: isRsa ? 'RSA, as Alipay+ signs; this API does not' : 'a signature that was cut, or a text that is none',
    remedy: 'Send the 32 bytes of HMAC-SHA256 in base64: 44 characters, the last one "=".',
  }
}

/** What the signature itself tells, compared with a key that is known. */
const lookAtSignature = async (
  question: RequestQuestion,
  signature: string,
  plain: readonly Signing[],
  key: KnownKey,
): Promise<{ findings: Finding[]; isExplained: boolean; matches: Match[] }> => {
  const received = asReceived(question.request)
  const readings = readSignature(signature)
  if (readings.length === 0) return { findings: [signatureUnreadable(signature)], isExplained: true, matches: [] }
  const [first] = plain
  if (first === undefined) return { findings: [], isExplained: false, matches: [] }
  const variations = variationsOf(question, first, key, headerOf(received, 'host'))
  const matches = await search(plain, variations, readings)
  if (matches.length > 0) return { findings: findingsOf(first, matches), isExplained: true, matches }
  if (question.stringToSign !== undefined) {
    return { ...(await compareGiven(question.stringToSign, plain, key, question, readings)), matches }
  }
  return { findings: unexplained(key, clientOf(received)), isExplained: false, matches }
}

const order = { certain: 0, likely: 1, possible: 2 }

/**
 * Why a request is refused, found by trying what clients do: which line of the string-to-sign differs, whose habit that
 * is and what to do. No secret and no right signature is in the answer: whoever may ask could sign with it.
 */
export const diagnoseRequest = async (question: RequestQuestion): Promise<Diagnosis> => {
  const { request, keys } = question
  const received = asReceived(request)
  const { claim, finding: oddHeader } = readClaim(headerOf(received, 'authorization'))
  const key = claim && keys.find((one) => one.kind === 'api' && one.keyId === claim.keyId)
  const plain = signingsOf(received, key?.secret ?? '')
  const looked = claim && key && (await lookAtSignature(question, claim.signature, plain, key))
  const findings = [
    ...(claim === undefined ? [] : inspectKey(claim, keys)),
    ...(oddHeader === undefined || looked?.findings.some(({ habit }) => habit.startsWith('signature-'))
      ? []
      : [oddHeader]),
    ...(looked?.findings ?? []),
    ...inspectPath(received, key),
    ...inspectDate(received, question),
  ].sort((a, b) => order[a.certainty] - order[b.certainty])
  const isSigned = looked?.isExplained === true && looked.findings.length === 0
  const isRefused = findings.some(({ certainty }) => certainty === 'certain')
  const verdict =
    looked?.isExplained === false || !(isRefused || isSigned) ? 'unexplained' : isRefused ? 'explained' : 'right'
  const client = clientOf(received)
  const [lines, ...others] = plain.map((signing) => linesOf(signing).map((line) => visible(`${line}\n`)))
  return withoutSecrets(
    {
      verdict,
      says: saysOf(verdict, isSigned, findings),
      ...(claim === undefined ? {} : { keyId: claim.keyId }),
      ...(client === undefined ? {} : { client }),
      findings,
      ...(lines === undefined ? {} : { stringToSign: lines }),
      ...(others.length === 0 ? {} : { alsoAccepted: others.map((other) => other.at(-1) ?? '') }),
    },
    keys,
  )
}

const saysOf = (verdict: Diagnosis['verdict'], isSigned: boolean, findings: readonly Finding[]): string => {
  if (verdict === 'unexplained') return 'The signature does not match, and nothing that was tried explains it.'
  if (verdict === 'explained') {
    const what = isSigned ? 'The signature is right, and yet the request is refused' : 'The request is refused'
    return `${what}, for ${reasonsIn(findings)}.`
  }
  return findings.length === 0 ? 'The request is signed rightly.' : 'The signature is right.'
}
