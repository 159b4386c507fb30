import { SaxesParser } from 'saxes'

/** An element of a message; names without their prefix. */
export type Xml = { readonly name: string; text: string; readonly children: Xml[] }

const deepest = 32
const most = 1_000_000

/** Reads a whole document. Throws for what is not well-formed, has a document type, or is too deep. */
export const parseXml = (bytes: Uint8Array): { namespace: string; root: Xml } => {
  const parser = new SaxesParser({ xmlns: true })
  const document: Xml = { name: '', text: '', children: [] }
  const open = [document]
  let namespace = ''
  let count = 0
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('A document type is not allowed.')
  })
  const addText = (text: string) => {
    const current = open.at(-1)
    if (current !== undefined) current.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', (tag) => {
    const element: Xml = { name: tag.local, text: '', children: [] }
    if (open.length === 1) namespace = tag.uri
    // An amount and its currency stay together.
    if (tag.attributes.Ccy !== undefined)
      element.children.push({ name: 'Ccy', text: tag.attributes.Ccy.value, children: [] })
    open.at(-1)?.children.push(element)
    open.push(element)
    if (open.length > deepest || ++count > most) throw new Error('The document has too many elements.')
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close()
  const [root] = document.children
  if (root === undefined) throw new Error('The document is empty.')
  return { namespace, root }
}

export const childOf = (from: Xml | undefined, ...path: readonly string[]): Xml | undefined =>
  path.reduce<Xml | undefined>((at, name) => at?.children.find((child) => child.name === name), from)

export const childrenOf = (from: Xml | undefined, name: string): readonly Xml[] =>
  from?.children.filter((child) => child.name === name) ?? []

/** The trimmed text at the end of a path; undefined where there is none. */
export const textAt = (from: Xml | undefined, ...path: readonly string[]): string | undefined =>
  childOf(from, ...path)?.text.trim() || undefined

/** A text as it stands in XML; what cannot stand there becomes a blank. */
export const escapeXml = (text: string): string =>
  text.replace(/\p{C}/gu, ' ').replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
