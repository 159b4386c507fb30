export { endException } from './exception.store.ts'
export { openException } from './open-exception.ts'
