export { isIban } from './iban.ts'
export { takeStatements } from './take-statements.ts'
