export { viewsAtVersions } from './payment-at-version.ts'
