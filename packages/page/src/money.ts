import { formatMoney, type Language, type Money } from '@silkgate/domain'
import { type Html, html } from './html.ts'

/** A decimal number for people, grouped and separated as a language does it; exact, as it never becomes a number. */
export const decimalText = (decimal: string, language: Language): string => {
  const digits = decimal.split('.')[1]?.length ?? 0
  const form = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return form.format(decimal as Intl.StringNumericLiteral).replace('-', '\u2212')
}

const parts = (amount: Money, language: Language): { figure: string; code: string } => {
  const [decimal = '', code = ''] = formatMoney(amount).split(' ')
  return { figure: decimalText(decimal, language), code }
}

/** An amount for people: "1,234.50 EUR" in English and Chinese, "1.234,50 EUR" in Dutch. */
export const moneyText = (amount: Money, language: Language): string => {
  const { figure, code } = parts(amount, language)
  return `${figure} ${code}`
}

/** The same with the currency set quieter than the figure. */
export const moneyHtml = (amount: Money, language: Language): Html => {
  const { figure, code } = parts(amount, language)
  const size = figure.length > 13 && ' long'
  return html`<span class="money${size}">${figure} <span class="code">${code}</span></span>`
}
