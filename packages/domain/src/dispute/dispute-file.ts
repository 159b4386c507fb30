import { ok, type Result, refuse } from '../kernel/index.ts'

/** The types of documents that are taken, each with the bytes that one begins with. */
const beginnings = {
  'application/pdf': [[0x25, 0x50, 0x44, 0x46, 0x2d]],
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/png': [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  'image/tiff': [
    [0x49, 0x49, 0x2a, 0x00],
    [0x4d, 0x4d, 0x00, 0x2a],
  ],
} as const satisfies Record<string, readonly (readonly number[])[]>

export type DisputeFileType = keyof typeof beginnings

/** A document that speaks for the merchant. Its content is kept apart. */
export type DisputeFile = {
  readonly fileId: string
  readonly fileName: string
  readonly fileType: DisputeFileType
  /** In bytes. */
  readonly size: number
}

export const mostDisputeFiles = 10

/** The documents of a dispute together. Source: Antom takes a million characters of Base64 for one dispute. */
export const mostDisputeFileBytes = 750_000

const about = { propertyName: 'file' } as const

/** What type a document is that is added to those that a dispute has, by its bytes alone, or why it cannot be added. */
export const readDisputeFile = (known: readonly DisputeFile[], content: Uint8Array): Result<DisputeFileType> => {
  const types = Object.keys(beginnings) as DisputeFileType[]
  const type = types.find((one) => beginnings[one].some((begin) => begin.every((byte, at) => content[at] === byte)))
  if (type === undefined) {
    const message = 'The file is no PDF, JPEG, PNG or TIFF, whatever its name says. Send it as one of these.'
    return refuse({ error: 'INVALID_VALUE', ...about, message })
  }
  if (known.length >= mostDisputeFiles) {
    const message = `The dispute has ${mostDisputeFiles} files, and takes no more. Put several documents into one PDF next time.`
    return refuse({ error: 'INVALID_VALUE', ...about, message })
  }
  const together = known.reduce((sum, { size }) => sum + size, content.length)
  return together > mostDisputeFileBytes ? refuse({ error: 'FILE_TOO_LARGE', ...about }) : ok(type)
}
