import type { ErrorCode } from '@silkgate/domain'
import { texts } from '../ui/texts.ts'

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** One sentence of the server by its pattern, or undefined. */
const filled = (said: string, english: string, words: string): string | undefined => {
  const found = new RegExp(`^${english.split('{}').map(literal).join('(.+?)')}$`, 's').exec(said)
  if (found === null) return undefined
  const named = found.slice(1)
  let next = 0
  return words.replace(/\{(\d?)\}/g, (_all, at: string) => named[at === '' ? next++ : Number(at)] ?? '')
}

/** A sentence of the server in the reader's language; undefined where there are no words for it. */
export const sentenceSaid = (said: string): string | undefined => {
  for (const [english, words] of texts.said.sentences) {
    const sentence = filled(said, english, words)
    if (sentence !== undefined) return sentence
  }
  return undefined
}

/** What an error says in the reader's language: its own sentence, or else its code and the server's English beside it. */
export const errorSaid = (code: string, english: string): string => {
  const words = texts.said.errors[code as ErrorCode]
  if (words === undefined) return english
  return sentenceSaid(english) ?? texts.said.error(code as ErrorCode, words, english)
}

/** A word that the server uses, in the reader's language; the word itself where there is no other. */
export const wordSaid = (word: string): string =>
  texts.said.words[word] ?? texts.said.accounts[word] ?? texts.said.events[word] ?? word
