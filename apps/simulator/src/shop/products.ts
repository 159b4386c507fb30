import { type Money, money } from '@silkgate/domain'
import { drawings } from './drawings.ts'

export type Product = { id: string; name: string; description: string; price: Money }

/** What the shop sells: four currencies, with two decimals, none and three. */
export const products: readonly Product[] = [
  {
    id: 'notebook',
    name: 'Dotted notebook',
    description: 'A5, 160 pages, sewn so that it lies flat.',
    price: money('EUR', 1099n),
  },
  {
    id: 'pen',
    name: 'Fountain pen',
    description: 'Lacquered brass, fine nib, with a converter.',
    price: money('EUR', 6450n),
  },
  {
    id: 'postcards',
    name: 'Harbour postcards',
    description: 'Ten views of Victoria Harbour, printed on heavy card.',
    price: money('HKD', 2499n),
  },
  {
    id: 'scarf',
    name: 'Silk scarf',
    description: 'Mulberry silk, 180 by 35 cm, in a gift box.',
    price: money('HKD', 128000n),
  },
  {
    id: 'cranes',
    name: 'Paper cranes',
    description: 'Forty sheets of washi paper and how to fold them.',
    price: money('JPY', 1500n),
  },
  {
    id: 'opener',
    name: 'Letter opener',
    description: 'Solid brass with a walnut handle.',
    price: money('KWD', 4250n),
  },
]

/** Where the shop's pages are. */
export const shopPaths = {
  catalogue: '/shop/',
  product: (id: string) => `/shop/products/${encodeURIComponent(id)}`,
  order: (id: string) => `/shop/orders/${encodeURIComponent(id)}`,
  image: (id: string) => `/shop/images/${encodeURIComponent(id)}.svg`,
} as const

/** The drawing of a product as an SVG file, or nothing for an unknown one. */
export const productImage = (id: string): string | undefined =>
  Object.hasOwn(drawings, id)
    ? `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180" width="240" height="180">${drawings[id]}</svg>`
    : undefined
