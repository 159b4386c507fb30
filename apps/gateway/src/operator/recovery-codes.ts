import { createHash, randomInt } from 'node:crypto'

const howMany = 10
/** Without what looks alike. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

/** 16 of 31 signs are 79 bits: nobody guesses one, or finds it from its hash. */
const newCode = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')).join('-')

export const recoveryHash = (code: string): Buffer =>
  createHash('sha256')
    .update(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    .digest()

/** Codes to be shown once, each of which stands once for a second factor that was lost. */
export const newRecoveryCodes = (): string[] => Array.from({ length: howMany }, newCode)
