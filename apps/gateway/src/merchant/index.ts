export { type Directory, openDirectory, type Secret } from './directory.ts'
