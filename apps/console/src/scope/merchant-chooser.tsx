import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { oneMerchant } from '../merchant/api.ts'
import { ask } from '../ui/api.ts'
import { useFilter } from '../ui/filters.tsx'
import { queryOf } from '../ui/pages.tsx'
import { texts } from '../ui/texts.ts'
import { canBeScoped, scopeNow, setScope } from './scope.ts'

type Offered = { readonly rows: readonly { readonly merchantId: string; readonly name: string }[] }

const merchantsNamed = (q: string) => ({
  queryKey: ['merchants', 'offered', q],
  queryFn: () => ask<Offered>(`/merchants?${queryOf({ q, limit: '20' })}`),
  placeholderData: keepPreviousData,
})

const offerOf = ({ merchantId, name }: Offered['rows'][number]): string => `${name} · ${merchantId}`

/** A field that offers merchants by what is typed of their name or number. */
const Choose = ({ choose }: { choose: (merchantId: string) => void }) => {
  const [typed, setTyped] = useState('')
  const list = useId()
  const queries = useQueryClient()
  const { data } = useQuery(merchantsNamed(typed.trim()))
  const type = (text: string) => {
    const chosen = data?.rows.find((one) => offerOf(one) === text)
    if (chosen !== undefined) choose(chosen.merchantId)
    else setTyped(text)
  }
  /** What is typed is meant, also where the offers are still those of what was typed before. */
  const enter = async (text: string) => {
    const { rows } = await queries.fetchQuery(merchantsNamed(text))
    const only = rows.length === 1 ? rows[0] : rows.find(({ merchantId }) => merchantId === text)
    if (only !== undefined) choose(only.merchantId)
  }
  return (
    <>
      <input
        className="scope"
        list={list}
        value={typed}
        aria-label={texts.merchant}
        placeholder={texts.allMerchants}
        onChange={({ target }) => type(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter' && typed.trim() !== '') enter(typed.trim()).catch(() => {})
        }}
      />
      <datalist id={list}>
        {(data?.rows ?? []).map((one) => (
          <option key={one.merchantId} value={offerOf(one)} />
        ))}
      </datalist>
    </>
  )
}

/** Which merchant the operator's people look at, in every view that can be about one: all, or the one that the address names. */
export const MerchantChooser = () => {
  const { search, change } = useFilter()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const isShown = canBeScoped(path)
  const { merchant } = search
  // Whoever opens an address that names a merchant looks at that one from there on.
  useEffect(() => {
    if (isShown && merchant !== undefined) setScope(merchant)
  }, [isShown, merchant])
  const now = merchant ?? scopeNow()
  const { data: found } = useQuery({ ...oneMerchant(now ?? ''), enabled: isShown && now !== undefined })
  if (!isShown) return null
  const choose = (merchantId: string | undefined) => {
    setScope(merchantId)
    change({ merchant: merchantId })
  }
  if (now === undefined) return <Choose choose={choose} />
  return (
    <span className="scope">
      {found?.name ?? ''} <span className="mono">{now}</span>
      <button type="button" className="link" aria-label={texts.lookAtAllMerchants} onClick={() => choose(undefined)}>
        <X size={16} aria-hidden />
      </button>
    </span>
  )
}
