export {
  type AnsweredKey,
  answeredWith,
  claimedWith,
  deleteExpiredKeys,
  findKey,
  type IdempotenceRow,
} from './idempotence.store.ts'
export { answerRepeat, idempotenceRow } from './idempotence.ts'
