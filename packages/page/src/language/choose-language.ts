import { isLocale, type Language, languageOf, languages } from '@silkgate/domain'

/** The locales of an Accept-Language header, the most wanted first. Source: RFC 9110, 12.5.4. */
const wantedLocales = (header: string): string[] =>
  header
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [locale = '', quality] = range.trim().split(/\s*;\s*q=/)
      return { locale, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ locale, quality }) => isLocale(locale) && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ locale }) => locale)

const speaks = (locale: string): boolean => {
  const spoken = locale.split(/[_-]/)[0]?.toLowerCase()
  return languages.some((language) => language.split('-')[0] === spoken)
}

/**
 * The language of a page: the one that was picked from its menu, else the locale that the merchant gave, else what the
 * reader picked on another page of ours, else the browser's first language that we speak, else English.
 */
export const chooseLanguage = (wishes: {
  readonly picked: unknown
  readonly locale?: string | undefined
  readonly cookies: string | undefined
  readonly acceptLanguage: string | undefined
}): Language => {
  const pickedBefore = /(?:^|;\s*)lang=([\w-]{2,7})/.exec(wishes.cookies ?? '')?.[1]
  const locales = [wishes.picked, wishes.locale, pickedBefore, ...wantedLocales(wishes.acceptLanguage ?? '')]
  const texts = locales.filter((locale) => typeof locale === 'string')
  return languageOf(texts.find((locale) => isLocale(locale) && speaks(locale)))
}
