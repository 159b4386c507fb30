import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readUpload } from './read-upload.ts'

const type = 'multipart/form-data; boundary=b'
const bodyOf = (content: Uint8Array, name = 'a.pdf'): Buffer =>
  Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    content,
    Buffer.from('\r\n--b--\r\n'),
  ])
/** A body as it comes over the network, in pieces of so many bytes. */
const inPieces = (body: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(body.length / size) }, (_, at) => body.subarray(at * size, (at + 1) * size)),
  )

describe('an upload', () => {
  test('is read byte by byte, in whatever pieces it comes', async () => {
    const content = fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes))
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 80 }), async (bytes, size) => {
        fc.pre(!bytes.includes('\r\n--b'))
        const read = await readUpload(inPieces(bodyOf(bytes), size), type)
        assert.deepEqual(read, { ok: true, value: { fileName: 'a.pdf', content: bytes } })
      }),
    )
  })

  test('is answered whatever was changed in it or cut off, also when all of it is noise', async () => {
    const whole = bodyOf(Buffer.from('%PDF-1.7'))
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.integer({ min: 0, max: 255 }) })
    const broken = fc.tuple(fc.array(change, { maxLength: 5 }), fc.nat(whole.length)).map(([changes, end]) => {
      const body = Buffer.from(whole)
      for (const { at, byte } of changes) body[at] = byte
      return body.subarray(0, end)
    })
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, noise), async (body) => {
        const read = await readUpload(Readable.from([body]), type)
        if (!read.ok) assert.equal(read.refusals[0]?.propertyName, 'file')
      }),
      { numRuns: 1000 },
    )
  })

  test('has a name that can be kept and shown', async () => {
    for (const [given, kept] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\Users\\me\\receipt.pdf', 'receipt.pdf'],
      ['a\u0000b\u202efdp.exe', 'abfdp.exe'],
      ['', 'file'],
      [`${'x'.repeat(200)}.pdf`, `${'x'.repeat(96)}.pdf`],
      ['Lieferschein „Ü“ 领收.pdf', 'Lieferschein „Ü“ 领收.pdf'],
    ] as const) {
      const read = await readUpload(Readable.from([bodyOf(Buffer.from('x'), given)]), type)
      assert.equal(read.ok && read.value.fileName, kept)
    }
  })

  test('of which too much comes is read to its end, and refused', async () => {
    const read = await readUpload(inPieces(Buffer.alloc(3 * 1024 * 1024), 65_536), type)
    assert.equal(!read.ok && read.refusals[0]?.error, 'FILE_TOO_LARGE')
  })
})
