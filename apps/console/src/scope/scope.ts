const kept = 'silkgate.merchant'

/** The merchant that the operator's people look at, in every view that can be about one; kept while the tab is open. */
export const scopeNow = (): string | undefined => sessionStorage.getItem(kept) ?? undefined

export const setScope = (merchantId: string | undefined): void => {
  if (merchantId === undefined) sessionStorage.removeItem(kept)
  else sessionStorage.setItem(kept, merchantId)
}

type Search = { readonly merchant?: string }

/** For a route that can be about one merchant: its addresses name the one that is looked at, where they name no other. */
export const scoped = {
  middlewares: [
    <S extends Search>({ search, next }: { search: S; next: (search: S) => S }): S => {
      const merchant = scopeNow()
      const wanted = next(search)
      return merchant === undefined || wanted.merchant !== undefined ? wanted : { ...wanted, merchant }
    },
  ],
}

/** The views that can be about one merchant. */
const views = ['/', '/payments', '/refunds', '/disputes', '/remittance/all', '/reports', '/developers']

export const canBeScoped = (path: string): boolean =>
  views.includes(path) || /^\/developers\/(keys|calls|errors|doctor)$/.test(path)
