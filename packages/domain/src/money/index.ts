export { connectRange, fromConnectAmount, toConnectAmount } from './connect-amount.ts'
export { type Currency, currencies, exponentOf, isCurrency } from './currency.ts'
export {
  add,
  divideHalfEven,
  formatMoney,
  type Money,
  merchantStep,
  money,
  negative,
  proportion,
  sameMoney,
  share,
  subtract,
} from './money.ts'
export { readTypedAmount } from './typed-amount.ts'
