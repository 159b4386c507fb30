import { formatMoney, type Money } from '@silkgate/domain'
import { type Html, html } from './html.ts'

const parts = (amount: Money): { figure: string; code: string } => {
  const [decimal = '', code = ''] = formatMoney(amount).split(' ')
  const [whole = '', fraction] = decimal.replace('-', '\u2212').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return { figure: fraction === undefined ? grouped : `${grouped}.${fraction}`, code }
}

/** An amount for people, grouped from its exact text: "1,234.50 EUR", "150,000 JPY", "4.250 KWD". */
export const moneyText = (amount: Money): string => {
  const { figure, code } = parts(amount)
  return `${figure} ${code}`
}

/** The same with the currency set quieter than the figure. */
export const moneyHtml = (amount: Money): Html => {
  const { figure, code } = parts(amount)
  const size = figure.length > 13 && ' long'
  return html`<span class="money${size}">${figure} <span class="code">${code}</span></span>`
}
