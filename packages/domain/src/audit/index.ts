export { type Fields, type Json, type KeptChange, keptAsked, keptChange, keptField, type RowChange } from './changes.ts'
export { type AuditEntry, sealedText } from './entry.ts'
