export { openException } from './open-exception.ts'
