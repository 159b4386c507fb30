export { privacyPolicyOperation } from './privacy-policy-operation.ts'
