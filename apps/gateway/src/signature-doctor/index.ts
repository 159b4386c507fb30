export { diagnoseRequest, type RequestQuestion } from './diagnose-request.ts'
export type { Diagnosis } from './diagnosis.ts'
export { oneAtATime } from './one-at-a-time.ts'
export { readRequestQuestion, requestQuestion } from './read-question.ts'
