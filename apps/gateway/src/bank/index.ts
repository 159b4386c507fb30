export { isIban } from './iban.ts'
export { takeBankFile } from './take-bank-file.ts'
export { takeStatements } from './take-statements.ts'
