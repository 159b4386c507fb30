export { assetsPath } from './assets.routes.ts'
export { type ProductOperation, productOperations } from './product-operations.ts'
export { readLanguage, readProductId } from './read-product-query.ts'
