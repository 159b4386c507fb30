import { once } from 'node:events'
import { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { ok, type Result, refuse } from '@silkgate/domain'
import { invalid, missing } from './schema.ts'

/** A file as it was sent, with a name that can be kept and shown. */
export type Upload = { readonly fileName: string; readonly content: Buffer }

type Part = { readonly field: string; readonly fileName: string; readonly chunks: Buffer[] }

const longestName = 100
const mostBytes = 1024 * 1024
const limits = { files: 2, fields: 20, parts: 22, fieldSize: 1024, headerPairs: 20, headerSize: 8192 }

/** What of a name no text and no page should have goes: controls, half characters, what turns the direction of writing. */
const nameOf = (given: string | undefined): string => given?.slice(-longestName).replace(/\p{C}/gu, '').trim() || 'file'

const readParts = async (body: Buffer, contentType: string): Promise<readonly Part[]> => {
  const parts: Part[] = []
  const parser = new Busboy({ headers: { 'content-type': contentType }, limits })
  parser.on('file', (field, file, name) => {
    const chunks: Buffer[] = []
    parts.push({ field, fileName: nameOf(name), chunks })
    // What breaks off breaks the parser too, which says so.
    file.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {})
  })
  const finished = once(parser, 'finish')
  // The first thing that is wrong is heard by who waits; another one may follow it.
  parser.on('error', () => {})
  parser.end(body)
  await finished
  return parts
}

/** The bytes of a body, or undefined where they are too many: those are read all the same, so that who sends them hears why. */
const readBytes = async (body: AsyncIterable<Buffer>): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks)
}

const unreadable = invalid(
  'file',
  'The body cannot be read to its end as multipart/form-data. ' +
    'Send it as the official SDKs do, with the file in a part named file.',
)

/** Reads the one file of a body that is multipart/form-data, its part named `file`; other fields are left alone. */
export const readUpload = async (body: unknown, contentType = ''): Promise<Result<Upload>> => {
  let parts: readonly Part[]
  try {
    const bytes = body instanceof Readable ? await readBytes(body) : Buffer.of()
    if (bytes === undefined) return refuse({ error: 'FILE_TOO_LARGE', propertyName: 'file' })
    if (!/^multipart\/form-data\s*;/i.test(contentType)) return refuse(unreadable)
    parts = await readParts(bytes, contentType)
  } catch {
    return refuse(unreadable)
  }
  const [part, other] = parts.filter(({ field }) => field === 'file')
  if (part === undefined) return refuse(missing('file'))
  if (other !== undefined) return refuse(invalid('file', 'There are several files. Send each in a request of its own.'))
  return ok({ fileName: part.fileName, content: Buffer.concat(part.chunks) })
}
