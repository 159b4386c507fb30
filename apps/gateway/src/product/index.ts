export { assetsPath, logoPath } from './assets.routes.ts'
export { type ProductOperation, productOperations } from './product-operations.ts'
export { filtersBody, readFilters } from './read-filters.ts'
export { readLanguage, readProductId } from './read-product-query.ts'
