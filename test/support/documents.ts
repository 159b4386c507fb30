import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Identity } from './merchant.ts'
import type { Shop } from './shop.ts'
import { authorization } from './signed-request.ts'

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** A document of so many bytes that are PDF at their beginning, and whatever else after it. */
export const aPdf = (size = 20_000): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9, 0x9c)])

/** What an upload was answered. */
export type Uploaded = {
  readonly status: number
  readonly fileId: string
  readonly error: string
  readonly message: string
}

type AnyBody = { fileId?: string; errors?: { id: string; propertyName?: string; message: string }[] }

/** An answer as tests look at it: the id of the file, or the id of the error and the property that it is about. */
export const uploadedOf = ({ status, body }: { status: number; body: unknown }): Uploaded => {
  const { fileId = '', errors = [] } = body as AnyBody
  const [first] = errors
  const error = first === undefined ? '' : `${status} ${first.id} ${first.propertyName ?? ''}`.trim()
  return { status, fileId, error, message: first?.message ?? '' }
}

/** Uploads a document to a dispute with the official SDK. */
export const upload = async (
  { client, merchantId }: Shop,
  disputeId: string,
  content: Buffer,
  { fileName = 'receipt.pdf', key }: { readonly fileName?: string; readonly key?: string } = {},
): Promise<Uploaded> => {
  const file = { fileName, contentType: 'application/pdf', content }
  const context = key === undefined ? {} : { idempotence: { key } }
  return uploadedOf(await client.v1.disputes.uploadFile(merchantId, disputeId, { file }, context))
}

/** Downloads a document with the official SDK. */
export const download = async ({ client, merchantId }: Shop, fileId: string) => {
  const answer = await client.v1.files.getFile(merchantId, fileId, {})
  const { status, body, isSuccess } = answer
  if (!isSuccess) return uploadedOf({ status, body })
  const { file } = answer as unknown as { file: { contentType: string; filename: string } }
  return { status, ...file, content: await buffer(body as unknown as Readable) }
}

/** Begins an upload with these bytes of it, promises more, and hangs up. */
export const breakOff = (gatewayUrl: string, identity: Identity, path: string, written: string): Promise<void> => {
  const { hostname, port, host } = new URL(gatewayUrl)
  const [type, date] = ['multipart/form-data; boundary=b', new Date().toUTCString()]
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Date: ${date}`,
    `Content-Type: ${type}`,
    `Authorization: ${authorization(identity, ['POST', type, date, path])}`,
    'Content-Length: 90000',
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.once('error', reject).once('close', () => resolve())
    socket.write(`${head.join('\r\n')}\r\n\r\n${written}`, () => socket.destroy())
  })
}
