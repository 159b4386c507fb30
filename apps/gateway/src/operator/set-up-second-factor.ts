import { ok, type Result, refuse } from '@silkgate/domain'
import { encode } from 'uqr'
import type { Db, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { countRecoveryCodes, replaceRecoveryCodes } from './recovery-code.store.ts'
import { newRecoveryCodes, recoveryHash } from './recovery-codes.ts'
import { newTotpSecret, totpStepOf, totpUri } from './second-factor.ts'
import { confirmSession } from './session.store.ts'
import { type ConsoleSessions, totpPlace } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'
import { forgetTotpSecret, saveTotpSecret } from './user.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly masterKey: MasterKey
  readonly sessions: ConsoleSessions
}

/** New recovery codes in place of those before: they are shown once, and kept as hashes. */
export const giveRecoveryCodes = async (tx: Tx, userId: string): Promise<string[]> => {
  const codes = newRecoveryCodes()
  await replaceRecoveryCodes(tx, userId, codes.map(recoveryHash))
  return codes
}

/** A QR code as the path of its dark squares, one unit each, with its quiet zone. */
const qrOf = (text: string): { readonly size: number; readonly path: string } => {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: dark.join('') }
}

/** Sets up an authenticator: a secret is shown, and counts from the first code that shows that somebody has it. */
export const secondFactors = ({ db, world, masterKey, sessions }: Needs) => ({
  begin: ({ email }: SignedIn) => {
    const secret = newTotpSecret()
    const uri = totpUri(secret, email)
    return { secret, uri, qr: qrOf(uri) }
  },

  /** Answers recovery codes, or undefined where the code is not of the secret or there is an authenticator already. */
  confirm: async ({ userId, sessionId }: SignedIn, secret: string, code: string): Promise<string[] | undefined> => {
    if (!/^[A-Z2-7]{32}$/.test(secret)) return undefined
    const step = totpStepOf(secret, code, { wallMs: world.wallMs(), lastStep: null })
    if (step === undefined) return undefined
    return db.transaction('chore.sign_in', async (tx) => {
      if (!(await saveTotpSecret(tx, userId, masterKey.seal(totpPlace(userId), secret), step))) return undefined
      await confirmSession(tx, sessionId, 'password_and_code', new Date(world.wallMs()))
      return giveRecoveryCodes(tx, userId)
    })
  },

  /** Takes the authenticator away, so that another can be set up; whoever does it shows a code of it, or a recovery code. */
  remove: async (by: SignedIn, password: string, code: string): Promise<Result<void>> => {
    if (!by.hasSecondFactor) return refuse({ error: 'SIGN_IN_REFUSED' })
    const shown = await sessions.confirm(by, password, code)
    if (!shown.ok) return shown
    await db.transaction('chore.sign_in', (tx) => forgetTotpSecret(tx, by.userId))
    return ok(undefined)
  },

  newRecoveryCodes: ({ userId }: SignedIn) => db.transaction('chore.sign_in', (tx) => giveRecoveryCodes(tx, userId)),

  recoveryCodesLeft: (userId: string) => countRecoveryCodes(db, userId),
})

export type SecondFactors = ReturnType<typeof secondFactors>
