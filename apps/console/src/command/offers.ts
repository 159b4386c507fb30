import { isPaymentId, isRefundId, isRemittanceId } from '@silkgate/domain'
import type { Me } from '../session/me.ts'
import { texts } from '../ui/texts.ts'
import { viewsOf } from '../views.ts'

/** Something that can be chosen: its name, and where it leads; the list of keys leads nowhere. */
export type Offer = { readonly name: string; readonly keys?: string; readonly href: string | undefined }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** What an id that was pasted may be. */
const found = (text: string, { may }: Pick<Me, 'may'>): Offer[] => {
  const { commands } = texts
  const q = encodeURIComponent(text)
  if (isPaymentId(text)) return [{ name: commands.payment(text), href: `/payments/${text}` }]
  if (isRefundId(text)) return [{ name: commands.refund(text), href: `/refunds?q=${q}` }]
  if (isRemittanceId(text) && may.includes('remittance.read'))
    return [{ name: commands.remittance(text), href: `/remittance/${text}` }]
  if (!uuid.test(text)) return []
  return [
    ...(may.includes('calls.read') ? [{ name: commands.call(text), href: `/developers/calls?q=${q}` }] : []),
    ...(may.includes('breaks.read') ? [{ name: commands.aBreak(text), href: `/reconciliation/${text}` }] : []),
  ]
}

/** What can be chosen for what was typed: an id's page first, then views by their names, then a search. */
export const offersFor = (typed: string, who: Me): readonly Offer[] => {
  const text = typed.trim()
  const ids = found(text, who)
  const views = viewsOf(who).map(({ to, key, name }) => ({ name: name(), keys: `g ${key}`, href: to }))
  const all: readonly Offer[] = [...views, { name: texts.commands.keys, keys: '?', href: undefined }]
  const named = all.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
  const search = { name: texts.commands.searchFor(text), href: `/payments?q=${encodeURIComponent(text)}` }
  return [...ids, ...named, ...(text === '' || ids.length > 0 || !who.may.includes('payments.read') ? [] : [search])]
}
