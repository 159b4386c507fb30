import type { Language } from '@silkgate/domain'
import { type Html, html, nameHtml, type Sign, type Texts, texts } from '@silkgate/page'

/** Where an order stands at Alipay+. Cancelled: closed by the acquirer, or paid and given back. */
export type OrderPhase = 'open' | 'paid' | 'declined' | 'no_balance' | 'expired' | 'cancelled'

export type EndPhase = Exclude<OrderPhase, 'open'>

const endings: Readonly<Record<EndPhase, Sign & { text: keyof Texts['endings'] }>> = {
  paid: { icon: 'circle-check', role: 'good', text: 'paid' },
  declined: { icon: 'circle-x', role: 'bad', text: 'declined' },
  no_balance: { icon: 'circle-x', role: 'bad', text: 'noBalance' },
  expired: { icon: 'timer-off', role: 'neutral', text: 'expired' },
  cancelled: { icon: 'ban', role: 'neutral', text: 'cancelled' },
}

export type Ending = Sign & { readonly heading: string; readonly says: string }

/** One ending per phase. Paid never offers paying again; the others never say paid. */
export const endingOf = (phase: EndPhase, language: Language): Ending => {
  const { text, ...sign } = endings[phase]
  return { ...sign, ...texts[language].endings[text] }
}

/** An order that is still open when its time is over can no longer be paid; the page does not wait to be told. */
export const phaseAt = (view: { phase: OrderPhase; now: Date; expiresAt: Date }): OrderPhase =>
  view.phase === 'open' && view.now.getTime() >= view.expiresAt.getTime() ? 'expired' : view.phase

type Ended = { readonly phase: EndPhase; readonly merchantName: string; readonly language: Language }

/** What to do after an ending that is not a payment. */
export const startAgain = ({ phase, merchantName, language }: Ended): Html | undefined => {
  if (phase === 'paid') return undefined
  const { page } = texts[language]
  const merchant = nameHtml(merchantName)
  return html`<p>${phase === 'expired' ? page.startAgainInTime(merchant) : page.startAgain(merchant)}</p>`
}
