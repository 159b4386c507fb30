export { chooseLanguage } from './choose-language.ts'
export type { Texts } from './en.ts'
export { languageMenu, ownPath, type Reader, readerOf } from './language-menu.ts'
export { texts } from './texts.ts'
