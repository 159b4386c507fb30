import { type MerchantId, type Refusal, type RegistrationState, registrationStateOf } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { readRegistrations } from './registration.store.ts'

/** Why a merchant may not take payments; nothing where it may. */
export type WhyNotLive = (merchantId: MerchantId) => Promise<readonly Refusal[]>

const messages: Readonly<Record<Exclude<RegistrationState, 'registered'>, string | undefined>> = {
  unregistered: undefined,
  submitted: 'Alipay+ has not decided yet on the registration of this merchant, so it cannot take payments yet.',
  refused: 'Alipay+ has refused to register this merchant, so it cannot take payments.',
}

/** Where merchants must be registered, asks how one stands until it is; else lets all through. */
export const whyNotLive = (db: Db, isRequired: boolean): WhyNotLive => {
  const live = new Set<MerchantId>()
  return async (merchantId) => {
    if (!isRequired || live.has(merchantId)) return []
    const state = registrationStateOf((await readRegistrations(db, merchantId)).map(({ outcome }) => outcome))
    if (state !== 'registered') {
      const message = messages[state]
      return [{ error: 'MERCHANT_NOT_LIVE', ...(message === undefined ? {} : { message }) }]
    }
    live.add(merchantId)
    return []
  }
}
