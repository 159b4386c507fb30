import { en, type Texts } from './texts-en.ts'

const languages = ['en', 'zh-Hans'] as const
export type Language = (typeof languages)[number]

/** Where the browser keeps the language that was chosen. */
export const keptLanguage = 'silkgate.language'

/** The language that was chosen, or else the first of the browser's that there is. */
export const languageNow = (): Language => {
  const chosen =
    localStorage.getItem(keptLanguage) ?? navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en'
  return /^zh/i.test(chosen) ? 'zh-Hans' : 'en'
}

/** Every text of the console in the language of the page; filled once, before anything is shown. */
export const texts: Texts = { ...en }

/** Fetches the texts of a language that is not English. */
export const loadTexts = async (language: Language): Promise<void> => {
  if (language === 'zh-Hans') Object.assign(texts, (await import('./texts-zh-hans.ts')).zhHans)
}
