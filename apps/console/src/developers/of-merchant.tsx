import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { me } from '../session/me.ts'
import { Filters } from '../ui/filters.tsx'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { DeveloperTabs } from './tabs.tsx'

type Needs = {
  readonly name: string
  readonly says: string
  /** The merchant that the address names. */
  readonly merchant: string | undefined
  /** More fields of the filter. */
  readonly filters?: ReactNode
  readonly children: (merchantId: string) => ReactNode
}

/** A view about one merchant: one's own, or the one that the operator's people name. */
export const OfMerchant = ({ name, says, merchant, filters, children }: Needs) => {
  const { data: who } = useQuery(me)
  const merchantId = who?.merchantId ?? merchant
  return (
    <>
      <Heading title={name}>{name}</Heading>
      <DeveloperTabs merchant={merchant} />
      <p className="lead">{says}</p>
      {filters !== undefined && <Filters>{filters}</Filters>}
      {merchantId === undefined ? <p className="muted">{texts.developers.whichMerchant}</p> : children(merchantId)}
    </>
  )
}
