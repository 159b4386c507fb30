export {
  type Attempts,
  afterWrongAttempt,
  attemptsBeforeLock,
  isLocked,
  isSessionOver,
  lockedForMs,
  sessionIdleMs,
  sessionLifeMs,
} from './lock-out.ts'
export { isRole, mayDo, type Permission, permissions, type Role, roles } from './roles.ts'
