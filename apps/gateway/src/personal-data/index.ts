export { type Erased, erasePersonalData } from './erase-personal-data.ts'
export { type PersonalDataOf, personalData } from './personal-data.ts'
