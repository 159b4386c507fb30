import type { ErrorCode } from '@silkgate/domain'
import { texts } from '../ui/texts.ts'
import type { saidTexts } from './texts-en.ts'

type SaidTexts = typeof saidTexts
type Pattern = { readonly english: RegExp; readonly words: string; readonly literal: number }

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

const patternsOf = (sentences: SaidTexts['sentences']): readonly Pattern[] =>
  Object.entries(sentences)
    .map(([english, words]) => ({
      english: new RegExp(`^${english.split('{}').map(literal).join('(.+?)')}$`, 's'),
      words,
      literal: english.replaceAll('{}', '').length,
    }))
    // The one that says most of it: what another leaves open may say anything.
    .sort((a, b) => b.literal - a.literal)

/** Those of the last language that was asked for. */
let known: { readonly of: SaidTexts['sentences']; readonly patterns: readonly Pattern[] } | undefined

const word = (said: SaidTexts, text: string): string | undefined => {
  for (const words of [said.words, said.accounts, said.events])
    if (Object.hasOwn(words, text)) return words[text as never]
  return undefined
}

/** A sentence of the server, and what it names, in words; undefined where there are none for it. */
export const sentenceIn = (said: SaidTexts, text: string): string | undefined => {
  if (known?.of !== said.sentences) known = { of: said.sentences, patterns: patternsOf(said.sentences) }
  for (const { english, words } of known.patterns) {
    const found = english.exec(text)
    if (found === null) continue
    const named = found.slice(1)
    let next = 0
    return words.replace(/\{(\d?)\}/g, (_all, at: string) => textIn(said, named[at === '' ? next++ : Number(at)] ?? ''))
  }
  return undefined
}

/** What the server wrote, in words as far as there are any: several faults are told one behind the other. */
export const textIn = (said: SaidTexts, text: string): string =>
  word(said, text) ??
  sentenceIn(said, text) ??
  (text.includes('; ')
    ? text
        .split('; ')
        .map((part) => word(said, part) ?? sentenceIn(said, part) ?? part)
        .join('; ')
    : text)

/** A sentence in the reader's language, with its full stop or without; undefined where there are no words for it. */
const sentenceSaid = (text: string): string | undefined => {
  const clause = text.endsWith('.') ? sentenceIn(texts.said, text.slice(0, -1)) : undefined
  return sentenceIn(texts.said, text) ?? (clause && `${clause}${texts.stop}`)
}

/** What an error says in the reader's language: its own sentence, or else its code and the server's English beside it. */
export const errorSaid = (code: string, english: string): string => {
  const words = texts.said.errors[code as ErrorCode]
  if (words === undefined) return english
  return sentenceSaid(english) ?? texts.said.error(code as ErrorCode, words, english)
}

/** A word that the server uses, in the reader's language; the word itself where there is no other. */
export const wordSaid = (text: string): string => word(texts.said, text) ?? text

/** Whatever the server wrote, in the reader's language as far as there are words for it. */
export const textSaid = (text: string): string => textIn(texts.said, text)
