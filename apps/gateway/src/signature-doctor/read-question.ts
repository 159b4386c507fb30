import { ok, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'
import { invalid, missing, readBy } from '../http/schema.ts'
import { readRawRequest, requestOfParts, type SentRequest } from './read-request.ts'
import { asBytes } from './signing.ts'

const longest = 32 * 1024

const text = (most = longest) =>
  z.string({ error: 'A text is expected.' }).max(most, { error: `The text is longer than ${most} characters.` })

/** Several headers of one name are a list; some programs write every value as one. */
const headers = z
  .record(text(200), z.union([text(), z.array(text()).max(20)], { error: 'A text or a list of texts is expected.' }), {
    error: 'An object of names and values is expected.',
  })
  .refine((read) => JSON.stringify(read).length <= longest, {
    error: `The headers are longer than ${longest} characters.`,
  })

const description = {
  raw: text().nullish(),
  method: text(20)
    .regex(/^[A-Za-z]+$/, { error: 'A method such as GET is expected.' })
    .nullish(),
  url: text(8_192).nullish(),
  headers: headers.nullish(),
  body: text().nullish(),
}

/** What is asked about a request that was refused. */
export const requestQuestion = z.looseObject(
  {
    ...description,
    stringToSign: text().nullish(),
    receivedAt: z.iso
      .datetime({ offset: true, error: 'An instant such as 2026-11-02T08:00:00Z is expected.' })
      .nullish(),
  },
  { error: 'A JSON object is expected.' },
)

/** What is asked about a webhook that its receiver refuses. */
export const webhookQuestion = z.looseObject(
  { body: text(64 * 1024), signature: text(1_000), keyId: text(200), computed: text(1_000).nullish() },
  { error: 'A JSON object is expected.' },
)

type Description = { readonly [Part in keyof typeof description]?: z.output<(typeof description)[Part]> | undefined }

const readDescription = ({ raw, method, url, headers: given, body }: Description): Result<SentRequest> => {
  if (typeof raw === 'string') {
    const read = readRawRequest(asBytes(raw))
    return read.ok ? ok(read.request) : refuse(invalid('raw', read.says))
  }
  const absent = Object.entries({ method, url, headers: given }).filter(
    ([, part]) => part === undefined || part === null,
  )
  if (!method || typeof url !== 'string' || !given) return refuse(...absent.map(([name]) => missing(name)))
  const pairs = Object.entries(given).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  return ok(requestOfParts({ method, url, headers: pairs, body: body ?? undefined }))
}

/** Reads a failing request: `raw`, as it went over the wire, or its method, url and headers. */
export const readRequestQuestion = (
  body: unknown,
): Result<{ request: SentRequest; stringToSign?: string | undefined; receivedMs?: number | undefined }> => {
  const read = readBy(requestQuestion, body)
  if (!read.ok) return read
  const request = readDescription(read.value)
  if (!request.ok) return request
  const { stringToSign, receivedAt } = read.value
  return ok({
    request: request.value,
    ...(stringToSign ? { stringToSign: asBytes(stringToSign) } : {}),
    ...(receivedAt ? { receivedMs: Date.parse(receivedAt) } : {}),
  })
}

export const readWebhookQuestion = (
  body: unknown,
): Result<{ body: string; signature: string; keyId: string; computed?: string | undefined }> => {
  const read = readBy(webhookQuestion, body)
  if (!read.ok) return read
  const { body: seen, signature, keyId, computed } = read.value
  return ok({ body: asBytes(seen), signature, keyId, ...(computed ? { computed } : {}) })
}
