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
export { longestPassword, type PasswordFault, shortestPassword, whyBadPassword } from './password-rule.ts'
export { isRole, mayDo, type Permission, permissions, type Role, roles } from './roles.ts'
export {
  afterPassword,
  type Factors,
  isConfirmed,
  isFresh,
  isSignInNeed,
  needsProof,
  type Outstanding,
  outstandingOf,
  type Proof,
  type Shown,
  type SignInNeed,
  signInNeeds,
} from './sign-in-rule.ts'
