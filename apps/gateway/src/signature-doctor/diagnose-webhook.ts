import type { KnownKey } from '../merchant/index.ts'
import { type Diagnosis, type Finding, findingOf, reasonsIn, withoutSecrets } from './diagnosis.ts'
import { bodyVariations, repairsOf } from './habits/body.ts'
import { formVariations } from './habits/form.ts'
import { secretVariations } from './habits/secret.ts'
import { type Reading, readSignature } from './read-signature.ts'
import { type Match, search } from './search.ts'
import { hmacOf, type Signing } from './signing.ts'
import { type Difference, visible } from './visible.ts'

export type WebhookQuestion = {
  /** The body as the receiver's code has it, as bytes. */
  readonly body: string
  /** X-GCS-Signature and X-GCS-KeyId, as they were received. */
  readonly signature: string
  readonly keyId: string
  /** What the receiver's code makes of the body, where it is known. */
  readonly computed?: string | undefined
  /** What we sent, where the event is found. */
  readonly sent?: string | undefined
  readonly keys: readonly KnownKey[]
}

const signingOf = (body: string, secret: string): Signing => ({
  method: '',
  contentType: '',
  date: '',
  headers: [],
  resource: '',
  compose: () => body,
  encode: (text) => Buffer.from(text, 'latin1'),
  secret: Buffer.from(secret, 'utf8'),
  digest: hmacOf,
})

/** A header as it should be, out of one that came twice, or as the text of a list. */
const headerText = (text: string): string => text.split(',')[0]?.replace(/^[\s[("']+|[\s\])"']+$/g, '') ?? ''

const headerAsList: Finding = {
  habit: 'header-list',
  certainty: 'certain',
  says: 'The signature or the key id is a list, or stands in quotation marks: it is compared as such, and never fits.',
  looksLike:
    'frameworks that give headers as arrays (headers["x-gcs-signature"] in PHP, API gateways), or a header sent twice',
  remedy: 'Take the first value of the header as a text.',
}

const sideBySide = 30

/** The place where two bodies part, with what stands around it. */
const firstDifference = (sent: string, seen: string): Difference[] => {
  let at = 0
  while (at < sent.length && at < seen.length && sent[at] === seen[at]) at++
  if (at === sent.length && at === seen.length) return []
  const around = (text: string): string => {
    const [begin, end] = [Math.max(0, at - 10), at + sideBySide]
    return `${begin > 0 ? '…' : ''}${visible(text.slice(begin, end))}${end < text.length ? '…' : ''}`
  }
  return [{ line: `byte ${at + 1} of the body`, expected: around(sent), signed: around(seen) }]
}

/** Which habit made `seen` of what was sent. */
const bodyFinding = (sent: string, seen: string): Finding => {
  const lines = firstDifference(sent, seen)
  const known = bodyVariations(sent).find(({ change }) => change.compose?.([]) === seen)
  if (known !== undefined) return findingOf(known.habit, 'certain', lines)
  const [like] = repairsOf(seen)
  const isSame = sameJson(sent, seen)
  if (isSame && like !== undefined) return findingOf(like.habit, 'certain', lines)
  return {
    habit: 'body-changed',
    certainty: 'certain',
    says: 'The body is not the one that we sent.',
    lines,
    looksLike: 'a body of another event, one that was cut, or code that changes it before the check',
    remedy: 'Verify the bytes as they came, before anything parses or changes them.',
  }
}

const canonical = (text: string): string | undefined => {
  const sorted = (_name: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  try {
    return JSON.stringify(
      JSON.parse(
        Buffer.from(text, 'latin1')
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      ),
      sorted,
    )
  } catch {
    return undefined
  }
}

const sameJson = (a: string, b: string): boolean => canonical(a) !== undefined && canonical(a) === canonical(b)

/** What is wrong with what the receiver's code makes of a body that is right. */
const lookAtComputed = async (
  { body, signature, computed = '', keys }: WebhookQuestion,
  key: KnownKey,
): Promise<{ findings: Finding[]; isExplained: boolean }> => {
  if (headerText(computed) === headerText(signature)) return { findings: [], isExplained: true }
  const digests = formVariations('').filter(({ part }) => part === 'digest')
  const variations = [...secretVariations(key, keys), ...bodyVariations(body), ...digests]
  const matches = await search([signingOf(body, key.secret)], variations, readSignature(headerText(computed)))
  return { findings: findingsOfComputed(body, matches), isExplained: matches.length > 0 }
}

const findingsOfComputed = (body: string, [first]: readonly Match[]): Finding[] => {
  if (first === undefined) return []
  const seen = first.signing.compose([])
  return [
    ...first.reading.habits.map((habit) => findingOf(habit, 'certain')),
    ...first.variations.map(({ habit, part }) =>
      findingOf(habit, 'certain', part === 'compose' ? firstDifference(body, seen) : []),
    ),
  ]
}

const keyFindings = ({ keys }: WebhookQuestion, keyId: string): Finding[] => {
  if (keys.some((one) => one.kind === 'webhook' && one.keyId === keyId)) return []
  const isApi = keys.some((one) => one.kind === 'api' && one.keyId === keyId)
  return [
    {
      habit: isApi ? 'key-of-api' : 'key-unknown',
      certainty: 'certain',
      says: isApi
        ? `The key ${keyId} is an API key; webhooks are signed with webhooks keys.`
        : `There is no webhooks key ${keyId} here.`,
      looksLike: 'a webhook of another system, a forged one, or a key id that was not taken from the header',
      remedy: 'Take the key id from the header X-GCS-KeyId of the same webhook.',
    },
  ]
}

const unexplained = (isJson: boolean): Finding[] => [
  {
    habit: 'body-changed',
    certainty: isJson ? 'likely' : 'possible',
    says: 'The body was changed in a way that cannot be undone here, such as another order of its properties.',
    looksLike: 'a framework that hands out parsed bodies, or a body of another event',
    remedy: 'Verify the bytes as they came, before anything parses or changes them.',
  },
  {
    habit: 'webhook-forged',
    certainty: 'possible',
    says: 'The webhook may not be from us.',
    remedy: 'Refuse it. A genuine one comes again until it is answered with 2xx.',
  },
]

/** What the signature of a webhook tells about the body that a receiver has. */
const lookAtBody = async (question: WebhookQuestion, readings: readonly Reading[], key: KnownKey) => {
  const { body, sent, keys, computed } = question
  const otherKeys = secretVariations(key, keys).filter(({ habit }) => habit.name.startsWith('secret-of-'))
  const [match] = await search([signingOf(body, key.secret)], [...otherKeys, ...repairsOf(body)], readings)
  if (match === undefined) {
    const isOurs = sent !== undefined && (await search([signingOf(sent, key.secret)], [], readings)).length > 0
    if (isOurs) return { findings: [bodyFinding(sent, body)], isExplained: true }
    return { findings: unexplained(sameJson(body, body)), isExplained: false }
  }
  const ofKey = match.variations.filter(({ part }) => part === 'secret').map(({ habit }) => findingOf(habit, 'certain'))
  const original = match.signing.compose([])
  if (original !== body) return { findings: [...ofKey, bodyFinding(original, body)], isExplained: true }
  if (ofKey.length > 0 || computed === undefined) return { findings: ofKey, isExplained: true }
  return lookAtComputed(question, key)
}

/**
 * Why a receiver of our webhooks refuses one: what became of the body, the key or the comparison, found by trying what
 * programs do. No secret and no right signature is in the answer.
 */
export const diagnoseWebhook = async (question: WebhookQuestion): Promise<Diagnosis> => {
  const { keys, signature, keyId: keyIdAsGiven, computed } = question
  const [text, keyId] = [headerText(signature), headerText(keyIdAsGiven)]
  const key = keys.find((one) => one.kind === 'webhook' && one.keyId === keyId)
  const looked = key && (await lookAtBody(question, readSignature(text), key))
  const isList = text !== signature.trim() || keyId !== keyIdAsGiven.trim()
  const findings = [...keyFindings(question, keyId), ...(isList ? [headerAsList] : []), ...(looked?.findings ?? [])]
  const isUnexplained = looked?.isExplained === false
  const verdict = isUnexplained ? 'unexplained' : findings.length > 0 ? 'explained' : 'right'
  const rightSays =
    computed === undefined
      ? 'Body, signature and key belong together. Give what your code computes, and it can be compared.'
      : 'Body, signature and key belong together, and what your code computes is the same.'
  const says = verdict === 'right' ? rightSays : `The webhook does not verify, for ${reasonsIn(findings)}.`
  const unknown = 'The signature does not match the body, and nothing that was tried explains it.'
  return withoutSecrets({ verdict, says: isUnexplained ? unknown : says, keyId, findings }, keys)
}
