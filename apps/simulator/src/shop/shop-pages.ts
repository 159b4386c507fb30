export { type CatalogueView, cataloguePage } from './catalogue-page.ts'
export { type OrderFormView, orderPage, shopCountries } from './order-page.ts'
export { orderStatusPage, type ShopOrderState, type ShopOrderView } from './order-status-page.ts'
export { type ShopProblemView, shopProblemPage } from './shop-problem-page.ts'
