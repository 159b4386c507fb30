import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { longestText } from '../bytes.ts'
import type { FileFault } from '../faults.ts'
import type { Position } from '../records.ts'
import { BankFileRefused, type RefusalReason } from '../refused.ts'

/** An element of the part of the document that is being read. Names of a foreign namespace begin with `?`. */
export type Element = {
  readonly name: string
  /** The namespace. */
  readonly uri: string
  readonly parent: Element | undefined
  readonly line: number
  readonly column: number
  /** Which one of its kind it is, where that is counted. */
  ordinal: number | undefined
  /** The attribute Ccy. */
  readonly currency: string | undefined
  text: string
  readonly children: Element[]
  readonly heldBefore: number
}

const deepest = 64
const mostAttributes = 64
const mostHeld = 16 * 1024 * 1024

export const pathOf = ({ name, ordinal, parent }: Element): string =>
  `${parent === undefined ? '' : `${pathOf(parent)}/`}${name}${ordinal === undefined ? '' : `[${ordinal}]`}`

export const positionOf = (element: Element): Position => ({
  line: element.line,
  column: element.column,
  path: pathOf(element),
})

/** The first element at the end of a path of names. */
export const find = (from: Element | undefined, ...path: readonly string[]): Element | undefined => {
  let at = from
  for (const name of path) at = at?.children.find((child) => child.name === name)
  return at
}

export const findAll = (from: Element | undefined, name: string): readonly Element[] =>
  from?.children.filter((child) => child.name === name) ?? []

/** The trimmed text at the end of a path; undefined where there is none, or it is empty. */
export const textOf = (from: Element | undefined, ...path: readonly string[]): string | undefined =>
  find(from, ...path)?.text.trim() || undefined

/** How long an opening tag is, if it is written as usual. */
const lengthOf = (tag: SaxesTagNS, attributes: readonly (readonly [string, SaxesAttributeNS])[]): number =>
  attributes.reduce((sum, [name, { value }]) => sum + name.length + value.length + 4, tag.name.length + 2) +
  (tag.isSelfClosing ? 1 : 0)

export type XmlReader = {
  readonly write: (text: string) => void
  /** The file is over; refuses it if the document is not. */
  readonly close: () => void
  readonly position: () => Position
  readonly refuse: (reason: RefusalReason, message: FileFault) => never
}

/**
 * Reads a document element by element. `closed` is told each element when it ends, with all that is in it, and says
 * whether it may be forgotten: then memory does not grow with the file. Refuses document types, so there are no entities but
 * the five of XML, and whatever is too deep, too long or too large to be a bank's message.
 */
export const createXmlReader = (on: {
  readonly opened: (element: Element) => void
  readonly closed: (element: Element) => 'forget' | 'keep'
}): XmlReader => {
  const parser = new SaxesParser({ xmlns: true })
  let current: Element | undefined
  let depth = 0
  let held = 0
  let lastEventAt = 0
  let isClosing = false
  let rootUri: string | undefined

  const position = (): Position => ({
    line: parser.line,
    column: parser.column + 1,
    path: current === undefined ? '' : pathOf(current),
  })
  const refuse = (reason: RefusalReason, message: FileFault): never => {
    throw new BankFileRefused(reason, message, position())
  }
  const hold = (size: number): void => {
    held += size
    if (held > mostHeld) refuse('too_large', 'One part of the document is too large')
  }
  const checkLength = (): void => {
    if (parser.position - lastEventAt > longestText)
      refuse('too_long', `More than ${longestText} characters in one piece`)
    lastEventAt = parser.position
  }
  const addText = (text: string): void => {
    checkLength()
    if (current === undefined || text.trim() === '') return
    hold(text.length)
    current.text += text
    if (current.text.length > longestText) refuse('too_long', `More than ${longestText} characters in one element`)
  }

  // With a seventh handler V8 keeps the parser's fields in a hash table, and all of it takes three times as long.
  parser.on('error', (error) => {
    if (isClosing) refuse('truncated', 'The file ends before the document does')
    refuse('malformed', `XML: ${error.message.replace(/^\d+:\d+: /, '')}`)
  })
  parser.on('doctype', () => refuse('doctype', 'A document type is not read, nor the entities that it could define'))
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', (tag) => {
    checkLength()
    rootUri ??= tag.uri
    const attributes = Object.entries(tag.attributes)
    if (attributes.length > mostAttributes) refuse('too_large', `An element has more than ${mostAttributes} attributes`)
    const element: Element = {
      name: tag.uri === rootUri ? tag.local : `?${tag.local}`,
      uri: tag.uri,
      parent: current,
      line: parser.line,
      column: Math.max(1, parser.column + 1 - lengthOf(tag, attributes)),
      ordinal: undefined,
      currency: tag.attributes.Ccy?.value,
      text: '',
      children: [],
      heldBefore: held,
    }
    depth += 1
    if (depth > deepest) refuse('too_deep', `Elements are more than ${deepest} deep in each other`)
    current?.children.push(element)
    current = element
    hold(64 + tag.name.length)
    on.opened(element)
  })
  parser.on('closetag', () => {
    checkLength()
    const element = current
    if (element === undefined) return
    depth -= 1
    const isForgotten = on.closed(element) === 'forget'
    current = element.parent
    if (!isForgotten) return
    element.parent?.children.pop()
    held = element.heldBefore
  })

  const write = (text: string): void => {
    for (let at = 0; at < text.length; at += 16_384) {
      parser.write(text.slice(at, at + 16_384))
      if (parser.position - lastEventAt > longestText) checkLength()
    }
  }
  const close = (): void => {
    isClosing = true
    parser.close()
  }
  return { write, close, position, refuse }
}
