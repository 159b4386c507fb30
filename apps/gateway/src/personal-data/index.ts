export { type PersonalDataOf, personalData } from './personal-data.ts'
