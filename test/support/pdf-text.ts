import { constants, inflateSync } from 'node:zlib'

/** What a PDF of ours shows in the fonts of every reader, piece by piece in the order in which it was written. */
export const pdfText = (bytes: Buffer): string[] => {
  const text = bytes.toString('latin1')
  return [...text.matchAll(/<<[^>]*\/FlateDecode[^>]*>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(
    ([, packed = '']) => {
      // The last byte of a checksum may look like the end of a line: without it, everything else is there.
      const content = inflateSync(Buffer.from(packed, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
        'latin1',
      )
      return [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
        [...shown.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
          .join(''),
      )
    },
  )
}
