import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Text that the fonts which every reader of PDF has can show: it needs none of ours. Source: WinAnsiEncoding. */
const ofEveryReader = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u

/** Our own fonts, for names in other scripts; only the glyphs that are used go into the file. The first that has one is taken. */
const ownFonts = [
  { name: 'korean', file: 'noto-sans-kr-korean-400-normal.ttf', has: /\p{Script=Hangul}/u },
  { name: 'thai', file: 'noto-sans-thai-thai-400-normal.ttf', has: /\p{Script=Thai}/u },
  { name: 'arabic', file: 'noto-sans-arabic-arabic-400-normal.ttf', has: /[\p{Script=Arabic}،؛؟]/u },
  { name: 'hebrew', file: 'noto-sans-hebrew-hebrew-400-normal.ttf', has: /\p{Script=Hebrew}/u },
  { name: 'latin', file: 'noto-sans-latin-ext-400-normal.ttf', has: /[\p{Script=Latin}\p{M}]/u },
  { name: 'cyrillic', file: 'noto-sans-cyrillic-400-normal.ttf', has: /\p{Script=Cyrillic}/u },
  { name: 'greek', file: 'noto-sans-greek-400-normal.ttf', has: /\p{Script=Greek}/u },
  { name: 'chinese', file: 'noto-sans-sc-chinese-simplified-400-normal.ttf', has: /./u },
] as const

/** Scripts that are read from right to left. */
const leftwards: readonly string[] = ['arabic', 'hebrew']

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
export const openPdf = async ({ title, author, at }: { title: string; author: string; at: Date }) => {
  // Read with the first document: it takes a tenth of a program's start.
  const { default: PDFDocument } = await import('pdfkit')
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

  const fontOf = (one: string, standard: string): string =>
    ofEveryReader.test(one) ? standard : (ownFonts.find(({ has }) => has.test(one))?.name ?? standard)
  /** The words of a run that is read from right to left, as they stand from left to right; within them the font does it. */
  const inOrder = ({ font, text }: Run, standard: string): Run[] => {
    if (!leftwards.includes(font)) return [{ font, text }]
    const pieces = text.trimEnd().split(/( +)/).reverse()
    const end = text.slice(text.trimEnd().length)
    return [...pieces, end].map((piece) => ({ font: piece.startsWith(' ') ? standard : font, text: piece }))
  }
  const runsOf = (text: string, weight: Weight): Run[] => {
    const runs: Run[] = []
    const standard = weight === 'bold' ? 'Helvetica-Bold' : 'Helvetica'
    for (const one of text.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')) {
      const last = runs.at(-1)
      // Marks stand on the letter before, and words of one script stay together.
      const staysWith = last !== undefined && (/\p{M}/u.test(one) || (one === ' ' && leftwards.includes(last.font)))
      const font = staysWith ? last.font : fontOf(one, standard)
      if (last?.font === font) last.text += one
      else runs.push({ font, text: one })
    }
    return runs.flatMap((run) => inOrder(run, standard)).filter(({ text }) => text !== '')
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
  /** Written again where a table goes on on another page. */
  let headOfTable: (() => void) | undefined
  const room = (height: number) => {
    if (y + height <= bottom) return
    document.addPage()
    y = margin
    headOfTable?.()
  }
  const row = (columns: readonly Column[], cells: readonly Cell[], size = 9.5) => {
    room(18)
    for (const [index, column] of columns.entries()) {
      const { text = '', weight = 'normal', isSoft = false } = cells[index] ?? {}
      put(text, { ...column, size, weight, colour: isSoft ? soft : ink })
    }
    y += 16
  }
  /** Text in lines of a width, cut between words, or within one that is too long. */
  const linesOf = (text: string, weight: Weight, size: number, most: number): string[] => {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(/(?<=\s|[\p{Script=Han}])/u)) {
      let rest = word
      while (widthOf(runsOf((line + rest).trimEnd(), weight), size) > most) {
        if (line !== '') lines.push(line.trimEnd())
        else {
          let fits = [...rest].length - 1
          while (fits > 1 && widthOf(runsOf([...rest].slice(0, fits).join(''), weight), size) > most) fits -= 1
          lines.push([...rest].slice(0, fits).join(''))
          rest = [...rest].slice(fits).join('')
        }
        line = ''
      }
      line += rest
    }
    return line.trimEnd() === '' ? lines : [...lines, line.trimEnd()]
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
    row,
    /** Has so much room for what stays together. */
    keep: room,
    /** Rows under a head, which is there again on each page. */
    table: (columns: readonly Column[], head: readonly Cell[], rows: readonly (readonly Cell[])[]) => {
      const begin = () => {
        row(columns, head, 8.5)
        rule()
        y += 6
      }
      room(60)
      begin()
      headOfTable = begin
      for (const cells of rows) row(columns, cells)
      headOfTable = undefined
    },
    /** Paragraphs beside each other, none of them cut off; the next thing is below the longest. */
    paragraphs: (columns: readonly Column[], all: readonly (readonly Cell[])[], size = 9.5) => {
      const lines = all.map((cells, index) =>
        cells.flatMap(({ text, weight = 'normal', isSoft = false }) =>
          linesOf(text, weight, size, columns[index]?.width ?? width).map(
            (one): Cell => ({ text: one, weight, isSoft }),
          ),
        ),
      )
      const most = Math.max(...lines.map(({ length }) => length))
      for (let place = 0; place < most; place++) {
        room(size + 5)
        for (const [index, column] of columns.entries()) {
          const { text = '', weight = 'normal', isSoft = false } = lines[index]?.[place] ?? {}
          put(text, { ...column, size, weight, colour: isSoft ? soft : ink })
        }
        y += size + 4
      }
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
