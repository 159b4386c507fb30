/** Text that is HTML already. Only `html` makes it, so what is not `Html` is always escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Piece = Html | string | number | bigint | false | undefined | readonly Piece[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML writes it, between tags and in attributes that stand in quotes. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

const render = (piece: Piece): string => {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'object') return piece.map(render).join('')
  return escapeText(String(piece))
}

/** Escapes everything put into it but other `Html`. Attribute values stand in double quotes, always. */
export const html = (literals: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(literals.reduce((text, literal, at) => text + render(pieces[at - 1]) + literal))
