import { en, type Texts } from './texts-en.ts'

const languages = ['en', 'zh-Hans'] as const
export type Language = (typeof languages)[number]

const kept = 'silkgate.language'

/** The language that was chosen, or else the first of the browser's that there is. */
export const languageNow = (): Language => {
  const chosen = localStorage.getItem(kept) ?? navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en'
  return /^zh/i.test(chosen) ? 'zh-Hans' : 'en'
}

export const chooseLanguage = (language: Language): void => {
  localStorage.setItem(kept, language)
  location.reload()
}

/** Every text of the console in the language of the page; filled once, before anything is shown. */
export const texts: Texts = { ...en }

/** Fetches the texts of a language that is not English. */
export const loadTexts = async (language: Language): Promise<void> => {
  document.documentElement.lang = language
  if (language === 'zh-Hans') Object.assign(texts, (await import('./texts-zh-hans.ts')).zhHans)
}
