export { onePaymentRoutes } from './one-payment.routes.ts'
export { onePayment } from './one-payment.ts'
export { paymentListRoutes } from './payment-list.routes.ts'
export { paymentList } from './payment-list.ts'
