/** The products and groups of products that are named. Alipay+ is in no group: the one that Connect has is "cards". */
export type ProductFilter = { readonly products: readonly string[]; readonly groups: readonly string[] }

export type ProductFilters = { readonly restrictTo?: ProductFilter; readonly exclude?: ProductFilter }

export const alipayPlusProductId = 866

const names = ({ products }: ProductFilter): boolean => products.includes(String(alipayPlusProductId))

const isEmpty = ({ products, groups }: ProductFilter): boolean => products.length === 0 && groups.length === 0

/** Whether Alipay+ is left: excluding is stronger than restricting, and a restriction to nothing is none. */
export const letsAlipayPlusThrough = ({ restrictTo, exclude }: ProductFilters): boolean => {
  if (exclude !== undefined && names(exclude)) return false
  return restrictTo === undefined || isEmpty(restrictTo) || names(restrictTo)
}
