import type { ProductFilter, ProductFilters } from '@silkgate/domain'
import type { z } from 'zod'
import { integer, list, object, word } from '../http/schema.ts'

const filter = object({ products: list(integer, 100), groups: list(word, 100) })

/** Connect's filters of payment products, as sessions and hosted checkouts have them. */
export const filtersBody = object({ restrictTo: filter, exclude: filter })

const readFilter = (given: z.output<typeof filter>): ProductFilter | undefined =>
  given ? { products: (given.products ?? []).map(String), groups: given.groups ?? [] } : undefined

/** The filters of a request; none is no filter. */
export const readFilters = (given: z.output<typeof filtersBody>): ProductFilters => {
  const restrictTo = readFilter(given?.restrictTo)
  const exclude = readFilter(given?.exclude)
  return { ...(restrictTo && { restrictTo }), ...(exclude && { exclude }) }
}
