import { Refused } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'

const words = (): Readonly<Record<string, string>> => ({
  SIGN_IN_REFUSED: texts.wrong,
  SIGN_IN_LOCKED: texts.locked,
  PASSKEY_NEEDED: texts.entry.passkeyNeeded,
  OIDC_NEEDED: texts.entry.oidcNeeded,
  OIDC_REFUSED: texts.entry.oidcRefused,
  PASSKEY_REFUSED: texts.entry.passkeyRefused,
  INVALID_LINK: texts.entry.linkOver,
  TOO_MANY_REQUESTS: texts.entry.tooMany,
  CONFIRMATION_NEEDED: texts.entry.confirmationNeeded,
  EMAIL_TAKEN: texts.settings.emailTaken,
  NOT_YOURSELF: texts.settings.notYourself,
  NOT_SET_UP: texts.settings.notSetUp,
})

/** Why signing in, or a change of how one does, did not work, in the reader's words. */
export const whyNot = (error: Error): string => {
  // The browser's own: the dialog for the passkey was closed, timed out, or the device has none.
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return texts.entry.passkeyNotShown
  if (error.name === 'InvalidStateError') return texts.entry.passkeyIsThere
  if (!(error instanceof Refused)) return texts.noConnection
  return words()[error.code] ?? error.message
}
