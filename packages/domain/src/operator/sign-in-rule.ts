/** What an organisation asks of its people when they sign in. */
export const signInNeeds = {
  password: 'a password is enough; a second factor is asked for where somebody has one',
  second_factor: 'a password with a code from an authenticator, or a passkey',
  passkey: 'a passkey',
  oidc: "the organisation's own sign-in (OpenID Connect) alone",
} as const satisfies Record<string, string>

export type SignInNeed = keyof typeof signInNeeds

export const isSignInNeed = (text: string): text is SignInNeed => Object.hasOwn(signInNeeds, text)

/** What somebody has shown when a session began. */
export type Shown = 'password' | 'password_and_code' | 'passkey' | 'oidc'

/** What must still be set up, or used, before a session does anything else. */
export type Outstanding = Exclude<SignInNeed, 'password'>

/** What a session that began so still owes the rule; undefined where it may go on. */
export const outstandingOf = (need: SignInNeed, shown: Shown): Outstanding | undefined => {
  if (need === 'second_factor') return shown === 'password' ? 'second_factor' : undefined
  return need === 'password' || need === shown ? undefined : need
}

export type Factors = { readonly hasTotp: boolean; readonly hasPasskey: boolean }

/** What came with a right password. */
export type Proof = 'none' | 'code' | 'recovery_code' | 'wrong'

export type AfterPassword =
  | { readonly shown: 'password' | 'password_and_code' }
  | { readonly refused: 'SIGN_IN_REFUSED' | 'SECOND_FACTOR_NEEDED' | 'PASSKEY_NEEDED' | 'OIDC_NEEDED' }

/** Whether a right password asks for something beside it. */
export const needsProof = (need: SignInNeed, { hasTotp, hasPasskey }: Factors): boolean =>
  hasTotp || (need !== 'password' && hasPasskey)

/**
 * What a right password leads to. Whoever has what the rule asks for must use it, so that a password alone never begins a
 * session in which another could be set up; whoever has not begins one that is led to set it up. A recovery code stands for
 * what was lost.
 */
export const afterPassword = (need: SignInNeed, has: Factors, proof: Proof): AfterPassword => {
  if (need === 'oidc') return { refused: 'OIDC_NEEDED' }
  if (!needsProof(need, has)) return { shown: 'password' }
  if (proof === 'wrong') return { refused: 'SIGN_IN_REFUSED' }
  if (proof === 'recovery_code') return { shown: 'password_and_code' }
  if (!has.hasTotp || (need === 'passkey' && has.hasPasskey)) return { refused: 'PASSKEY_NEEDED' }
  return proof === 'none' ? { refused: 'SECOND_FACTOR_NEEDED' } : { shown: 'password_and_code' }
}

/** For so long after somebody has shown who they are, they may change how they sign in. */
export const confirmedForMs = 15 * 60_000

export const isConfirmed = (confirmedAt: Date, at: Date): boolean =>
  at.getTime() - confirmedAt.getTime() <= confirmedForMs

/** For so long a second factor counts as fresh. */
export const freshForMs = 5 * 60_000

/** Whether somebody may decide about money: where their organisation asks for a second factor, it was given lately. */
export const isFresh = (need: SignInNeed, confirmedAt: Date, at: Date): boolean =>
  need === 'password' || at.getTime() - confirmedAt.getTime() <= freshForMs
