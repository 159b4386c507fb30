import { isCommonPassword } from './guessed-passwords.ts'

export const shortestPassword = 12
export const longestPassword = 256

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'email'

/**
 * Why a new password is not taken, or undefined: long enough, not a common one, not the e-mail address. No rule about kinds of
 * signs. Source: NIST SP 800-63B, 5.1.1.2.
 */
export const whyBadPassword = (password: string, email: string): PasswordFault | undefined => {
  const length = [...password].length
  if (length < shortestPassword) return 'too_short'
  if (length > longestPassword) return 'too_long'
  const [lower, address] = [password.toLowerCase(), email.toLowerCase()]
  if (lower.includes(address) || lower.replace(/\W*\d*\W*$/, '') === address.split('@')[0]) return 'email'
  return isCommonPassword(password) ? 'common' : undefined
}
