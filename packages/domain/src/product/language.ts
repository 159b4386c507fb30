/** The languages in which we speak to consumers, each as HTML writes it. */
export const languages = ['en', 'nl', 'zh-CN', 'zh-HK'] as const

export type Language = (typeof languages)[number]

/** A locale as Connect writes it, nl_NL or zh_Hant_HK, with underscores or hyphens. */
export const isLocale = (text: string): boolean =>
  /^[A-Za-z]{2,3}([_-][A-Za-z]{4})?([_-]([A-Za-z]{2}|\d{3}))?$/.test(text)

/** The language for a locale: Chinese by its script or its region, English where we do not speak it. */
export const languageOf = (locale: string | undefined): Language => {
  const parts = (locale ?? '').toLowerCase().split(/[_-]/)
  if (parts[0] !== 'zh') return languages.find((language) => language === parts[0]) ?? 'en'
  if (parts.includes('hans')) return 'zh-CN'
  return parts.some((part) => ['hant', 'hk', 'tw', 'mo'].includes(part)) ? 'zh-HK' : 'zh-CN'
}

/** What Alipay+ is called in a list of ways to pay. */
export const productLabels: Readonly<Record<Language, string>> = {
  en: 'Alipay+ wallets',
  nl: 'Alipay+-wallets',
  'zh-CN': 'Alipay+ 电子钱包',
  'zh-HK': 'Alipay+ 電子錢包',
}
