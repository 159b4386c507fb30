import { keptLanguage, type Language } from './texts.ts'

export const chooseLanguage = (language: Language): void => {
  localStorage.setItem(keptLanguage, language)
  location.reload()
}
