import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'

/** Text that the fonts which every reader of PDF has can show: it needs none of ours. Source: WinAnsiEncoding. */
const ofEveryReader = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u

/** Our own fonts, for names in other scripts; only the glyphs that are used go into the file. */
const ownFonts = [
  { name: 'latin', file: 'noto-sans-latin-ext-400-normal.ttf', has: /[\p{Script=Latin}\p{M}]/u },
  { name: 'cyrillic', file: 'noto-sans-cyrillic-400-normal.ttf', has: /\p{Script=Cyrillic}/u },
  { name: 'greek', file: 'noto-sans-greek-400-normal.ttf', has: /\p{Script=Greek}/u },
  { name: 'chinese', file: 'noto-sans-sc-chinese-simplified-400-normal.ttf', has: /./u },
] as const

const fontBytes = new Map<string, Buffer>()

const bytesOf = (file: string): Buffer => {
  const known = fontBytes.get(file)
  if (known !== undefined) return known
  const bytes = readFileSync(join(import.meta.dirname, 'fonts', file))
  fontBytes.set(file, bytes)
  return bytes
}

export type Weight = 'normal' | 'bold'

type Run = { readonly font: string; text: string }

const ink = '#1b1f24'
const soft = '#5b6572'
const line = '#d5dae0'
const margin = 56
const width = 595 - 2 * margin
const bottom = 842 - margin - 24

export type Cell = { readonly text: string; readonly weight?: Weight; readonly isSoft?: boolean }

/** Where columns begin, in points from the left margin; those with `right` end there. */
export type Column = { readonly x: number; readonly width: number; readonly right?: true }

/**
 * An A4 document that is written from top to bottom. The same calls give the same bytes: the only date in it is `at`, and its id
 * follows from its title.
 */
export const openPdf = ({ title, author, at }: { title: string; author: string; at: Date }) => {
  const info = {
    Title: title,
    Author: author,
    Producer: 'silkgate',
    Creator: 'silkgate',
    CreationDate: at,
    ModDate: at,
  }
  const document = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, info, lang: 'en' })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => document.once('end', () => resolve()))
  let y = margin

  const runsOf = (text: string, weight: Weight): Run[] => {
    const runs: Run[] = []
    for (const one of text.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')) {
      const standard = weight === 'bold' ? 'Helvetica-Bold' : 'Helvetica'
      const font = ofEveryReader.test(one) ? standard : (ownFonts.find(({ has }) => has.test(one))?.name ?? standard)
      const last = runs.at(-1)
      if (last?.font === font) last.text += one
      else runs.push({ font, text: one })
    }
    return runs
  }
  const use = (font: string, size: number) => {
    const own = ownFonts.find(({ name }) => name === font)
    if (own !== undefined) document.registerFont(font, bytesOf(own.file))
    document.font(font).fontSize(size)
  }
  const widthOf = (runs: readonly Run[], size: number): number =>
    runs.reduce((sum, { font, text }) => {
      use(font, size)
      return sum + document.widthOfString(text)
    }, 0)
  /** Text that does not fit ends with an ellipsis. */
  const fitted = (text: string, weight: Weight, size: number, most: number): Run[] => {
    let runs = runsOf(text, weight)
    for (let left = [...text]; widthOf(runs, size) > most && left.length > 0; ) {
      left = left.slice(0, Math.min(left.length - 1, Math.ceil((left.length * most) / widthOf(runs, size))))
      runs = runsOf(`${left.join('').trimEnd()}…`, weight)
    }
    return runs
  }
  const put = (
    text: string,
    at: { x: number; size: number; weight?: Weight; colour?: string; width: number; right?: true },
  ) => {
    const { x, size, weight = 'normal', colour = ink } = at
    const runs = fitted(text, weight, size, at.width)
    let left = margin + x + (at.right ? at.width - widthOf(runs, size) : 0)
    for (const { font, text: piece } of runs) {
      use(font, size)
      document.fillColor(colour).text(piece, left, y + size * 0.8, { lineBreak: false, baseline: 'alphabetic' })
      left += document.widthOfString(piece)
    }
  }
  const rule = () => {
    document
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
  }
  const room = (height: number) => {
    if (y + height <= bottom) return
    document.addPage()
    y = margin
  }

  return {
    width,
    heading: (text: string) => {
      put(text, { x: 0, size: 20, weight: 'bold', width })
      y += 32
    },
    /** Begins a part that needs so much room below its title. */
    title: (text: string, height = 60) => {
      room(height)
      y += 10
      put(text, { x: 0, size: 12, weight: 'bold', width })
      y += 20
    },
    text: (text: string, { isSoft = false, size = 10 } = {}) => {
      room(15)
      put(text, { x: 0, size, colour: isSoft ? soft : ink, width })
      y += size + 5
    },
    space: (height: number) => {
      y += height
    },
    rule: () => {
      room(6)
      rule()
      y += 6
    },
    row: (columns: readonly Column[], cells: readonly Cell[], size = 9.5) => {
      room(18)
      for (const [index, column] of columns.entries()) {
        const { text = '', weight = 'normal', isSoft = false } = cells[index] ?? {}
        put(text, { ...column, size, weight, colour: isSoft ? soft : ink })
      }
      y += 16
    },
    /** Writes the foot of every page, and answers the document. */
    end: async (foot: string): Promise<Buffer> => {
      const { start, count } = document.bufferedPageRange()
      for (let page = 0; page < count; page++) {
        document.switchToPage(start + page)
        y = 842 - margin
        put(foot, { x: 0, size: 8, colour: soft, width: width - 80 })
        put(`${page + 1} of ${count}`, { x: width - 80, size: 8, colour: soft, width: 80, right: true })
      }
      document.end()
      await ended
      return Buffer.concat(pieces)
    },
  }
}
