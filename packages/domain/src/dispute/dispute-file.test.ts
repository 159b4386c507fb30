import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type DisputeFile, mostDisputeFileBytes, mostDisputeFiles, readDisputeFile } from './dispute-file.ts'

const begun = (hex: string, size = 20): Uint8Array => {
  const content = new Uint8Array(size)
  content.set(Buffer.from(hex, 'hex'))
  return content
}
const pdf = '255044462d'
const known = (...sizes: readonly number[]): DisputeFile[] =>
  sizes.map((size, at) => ({ fileId: `${at}`, fileName: 'a.pdf', fileType: 'application/pdf', size }))

describe('a document of a merchant', () => {
  test('is what its first bytes say', () => {
    for (const [hex, type] of [
      [`${pdf}312e37`, 'application/pdf'],
      ['ffd8ffe0', 'image/jpeg'],
      ['89504e470d0a1a0a', 'image/png'],
      ['49492a00', 'image/tiff'],
      ['4d4d002a', 'image/tiff'],
    ] as const) {
      assert.deepEqual(readDisputeFile([], begun(hex)), { ok: true, value: type })
    }
  })

  test('is refused for anything else, an empty file and half a beginning too', () => {
    const others = ['', '2550', '89504e47', '504b0304', '4d5a', `00${pdf}`]
    for (const hex of others) {
      const read = readDisputeFile([], hex === '' ? new Uint8Array() : begun(hex))
      assert.equal(!read.ok && read.refusals[0]?.error, 'INVALID_VALUE', hex)
    }
  })

  test('never takes the documents of a dispute over their limits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 300_000 }), { maxLength: 20 }), (sizes) => {
        const files: DisputeFile[] = []
        for (const size of sizes) if (readDisputeFile(files, begun(pdf, size)).ok) files.push(...known(size))
        const together = files.reduce((sum, { size }) => sum + size, 0)
        assert.ok(files.length <= mostDisputeFiles && together <= mostDisputeFileBytes)
      }),
    )
    assert.ok(readDisputeFile(known(mostDisputeFileBytes - 5), begun(pdf, 5)).ok)
    assert.ok(!readDisputeFile(known(mostDisputeFileBytes - 5), begun(pdf, 6)).ok)
  })
})
