export { takeStatements } from './take-statements.ts'
