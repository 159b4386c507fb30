export { registerAgain } from './register-again.ts'
export { askAtOnce, registrationDue } from './registration.store.ts'
export { type WhyNotLive, whyNotLive } from './why-not-live.ts'
