import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { newTotpSecret, totpStepOf, totpUri } from './second-factor.ts'
import { totpPlace } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'
import { saveTotpSecret } from './user.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly masterKey: MasterKey }

/** Sets up an authenticator: a secret is shown, and counts from the first code that shows that somebody has it. */
export const secondFactors = ({ db, world, masterKey }: Needs) => ({
  begin: ({ email }: SignedIn) => {
    const secret = newTotpSecret()
    return { secret, uri: totpUri(secret, email) }
  },
  /** Answers false where the code is not of the secret, and where there is an authenticator already. */
  confirm: async ({ userId }: SignedIn, secret: string, code: string): Promise<boolean> => {
    if (!/^[A-Z2-7]{32}$/.test(secret)) return false
    const step = totpStepOf(secret, code, { wallMs: world.wallMs(), lastStep: null })
    if (step === undefined) return false
    return saveTotpSecret(db, userId, masterKey.seal(totpPlace(userId), secret), step)
  },
})

export type SecondFactors = ReturnType<typeof secondFactors>
