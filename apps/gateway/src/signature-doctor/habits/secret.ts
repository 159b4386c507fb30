import type { KnownKey } from '../../merchant/index.ts'
import { type Habit, type Variation, vary } from '../signing.ts'

const decodedSecret: Habit = {
  name: 'secret-base64-decoded',
  says: 'The secret was decoded from base64 before it was used.',
  looksLike: 'code made for Azure or Adyen, whose keys are bytes in base64 or hexadecimal digits',
  remedy: 'Use the secret as text, as it is: the bytes of its characters are the key.',
}

const encodedSecret: Habit = {
  name: 'secret-encoded',
  says: 'The secret was encoded once more before it was used.',
  looksLike: 'a secret of Kubernetes that was encoded in base64 twice, or one that went through a URL or a form',
  remedy: 'Use the secret as text, as it was shown when it was made.',
}

const blanks: Habit = {
  name: 'secret-with-blanks',
  says: 'The secret was used with a blank or a line end around it.',
  looksLike: 'a secret that was stored with echo (use echo -n or printf), or copied with a blank',
  remedy: 'Trim the secret when you read it.',
}

const quotes: Habit = {
  name: 'secret-with-quotes',
  says: 'The secret was used with quotation marks around it.',
  looksLike: 'docker --env-file and systemd, which keep the quotation marks of a line NAME="value"',
  remedy: 'Store the secret without quotation marks.',
}

const cut: Habit = {
  name: 'secret-cut',
  says: 'The secret was used without its end.',
  looksLike: 'settings that are split at "=", or a column that is too short',
  remedy: 'Store the whole secret, with the "=" at its end.',
}

const empty: Habit = {
  name: 'secret-empty',
  says: 'The secret was empty, or a word such as "undefined".',
  looksLike: 'a setting that is not set where the code runs',
  remedy: 'Set the secret, and let the program refuse to start without it.',
}

const letterCase: Habit = {
  name: 'secret-case',
  says: 'The secret was used in other letters, all small or all capitals.',
  looksLike: 'a settings store that changes letters',
  remedy: 'Use the secret as it was shown when it was made.',
}

const keyId: Habit = {
  name: 'secret-is-key-id',
  says: 'The key id was used as the secret.',
  looksLike: 'two settings that were mixed up',
  remedy: 'The key id goes into the Authorization header; the secret makes the signature and is never sent.',
}

const otherKey = (key: KnownKey, own: { keyId: string; merchantId: string; kind: KnownKey['kind'] }): Habit => {
  const remedy = `Use the key id and the secret that were made together: this secret belongs to key ${key.keyId}.`
  const looksLike = 'settings of two keys that were mixed up, often while keys are rotated'
  if (key.merchantId !== own.merchantId) {
    const says = `The secret of a key of another merchant was used: of key ${key.keyId} of merchant ${key.merchantId}.`
    return { name: 'secret-of-other-merchant', says, looksLike: 'settings of two merchants that were mixed up', remedy }
  }
  if (key.kind !== own.kind) {
    const kinds = { api: 'an API key', webhook: 'a webhooks key' }
    const says = `The secret of ${kinds[key.kind]} was used, not of ${kinds[own.kind]}: of key ${key.keyId}.`
    return { name: `secret-of-${key.kind}-key`, says, looksLike: 'two kinds of keys that were mixed up', remedy }
  }
  const retired =
    key.retiredAt === undefined ? '' : `, which was retired on ${key.retiredAt.toISOString().slice(0, 10)}`
  const says = `The secret of another key of the same merchant was used: of key ${key.keyId}${retired}.`
  return {
    name: key.retiredAt === undefined ? 'secret-of-other-key' : 'secret-of-retired-key',
    says,
    looksLike,
    remedy,
  }
}

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** So many other keys are tried. */
const mostKeys = 500

const utf8 = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'utf8'))

/** What may have been used as the secret in place of the one of this key. */
export const secretVariations = (key: KnownKey, others: readonly KnownKey[]): Variation[] => {
  const { secret } = key
  const isHex = /^([0-9a-f]{2})+$/i.test(secret)
  return [
    ...others
      .filter((other) => other.keyId !== key.keyId || other.kind !== key.kind)
      .slice(0, mostKeys)
      .flatMap((other) =>
        vary(otherKey(other, key), 'secret', utf8([other.secret]), { isRare: other.merchantId !== key.merchantId }),
      ),
    ...vary(decodedSecret, 'secret', [Buffer.from(secret, 'base64'), ...(isHex ? [Buffer.from(secret, 'hex')] : [])]),
    ...vary(
      blanks,
      'secret',
      utf8([`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`, `${secret}\r`, secret.trim()]),
    ),
    ...vary(quotes, 'secret', utf8([`"${secret}"`, `'${secret}'`])),
    ...vary(empty, 'secret', utf8(['', 'undefined', 'null', 'None'])),
    ...vary(keyId, 'secret', utf8([key.keyId])),
    // Never a short beginning of the secret: whoever may ask could find that out letter by letter.
    ...vary(
      cut,
      'secret',
      utf8([secret.replace(/=+$/, ''), secret.slice(0, -1), secret.slice(0, Math.max(32, secret.length - 4))]),
    ),
    ...vary(
      encodedSecret,
      'secret',
      utf8([
        Buffer.from(secret, 'utf8').toString('base64'),
        Buffer.from(`${secret}\n`, 'utf8').toString('base64'),
        encodeURIComponent(secret.toWellFormed()),
        unescaped(secret),
        secret.replaceAll('+', ' '),
      ]),
    ),
    ...vary(letterCase, 'secret', utf8([secret.toLowerCase(), secret.toUpperCase()]), { isRare: true }),
  ]
}
