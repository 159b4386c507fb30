import {
  type Merchant,
  type MerchantId,
  type MerchantStatus,
  type Refusal,
  type RegistrationState,
  registrationStateOf,
} from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { readRegistrations } from './registration.store.ts'

/** Why a merchant may not take payments; nothing where it may. */
export type WhyNotLive = (merchant: Pick<Merchant, 'merchantId' | 'status'>) => Promise<readonly Refusal[]>

const messages: Readonly<Record<Exclude<RegistrationState, 'registered'>, string | undefined>> = {
  unregistered: undefined,
  submitted: 'Alipay+ has not decided yet on the registration of this merchant, so it cannot take payments yet.',
  refused: 'Alipay+ has refused to register this merchant, so it cannot take payments.',
}

const notLive: Readonly<Record<Exclude<MerchantStatus, 'live'>, string>> = {
  boarding: 'This merchant is being boarded, so it cannot take payments yet.',
  suspended: 'This merchant is suspended, so it cannot take payments now.',
  closed: 'This merchant is closed, so it cannot take payments.',
}

/** Only a live merchant takes payments. Where merchants must be registered too, asks how one stands until it is. */
export const whyNotLive = (db: Db, isRequired: boolean): WhyNotLive => {
  const live = new Set<MerchantId>()
  return async ({ merchantId, status }) => {
    if (status !== 'live') return [{ error: 'MERCHANT_TAKES_NO_PAYMENTS', message: notLive[status] }]
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
