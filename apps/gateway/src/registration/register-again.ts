import { randomUUID } from 'node:crypto'
import { type Merchant, registrationStateOf } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { insertRegistration, readRegistrations } from './registration.store.ts'

/** A request is taken when the last one is older, or was decided on. Source: registration. */
export const notBeforeMs = 30 * 60_000

/** What of a request is known here: who a merchant was. */
type Told = { readonly merchantInfo: { readonly registrationDetail?: object } }

/**
 * Has Alipay+ told who a merchant is now, where it was told before and has not refused: with what else the last request said.
 * Where that is not decided on yet, as soon as Alipay+ takes another one. Answers the id of the request, if one is needed.
 */
export const registerAgain = async (tx: Tx, merchant: Merchant, at: Date): Promise<string | undefined> => {
  const { merchantId, name, displayName, mcc, address } = merchant
  const all = await readRegistrations({ read: tx.run }, merchantId)
  const [last] = all
  if (last === undefined || registrationStateOf(all.map(({ outcome }) => outcome)) === 'refused') return undefined
  const registrationRequestId = `${merchantId.padStart(10, '0')}-${randomUUID()}`
  const { merchantInfo, ...rest } = last.request as Told
  const request = {
    ...rest,
    registrationRequestId,
    merchantInfo: {
      ...merchantInfo,
      ...{ merchantDisplayName: displayName, merchantMCC: mcc, merchantAddress: address },
      registrationDetail: { ...merchantInfo.registrationDetail, legalName: name, registrationAddress: address },
    },
  }
  const open = { acceptedAt: undefined, endedAt: undefined, outcome: undefined, detail: undefined }
  const soonest = last.endedAt === undefined ? last.requestedAt.getTime() + notBeforeMs + 1_000 : 0
  const sendAt = new Date(Math.max(at.getTime(), soonest))
  await insertRegistration(tx, { merchantId, registrationRequestId, request, requestedAt: at, ...open }, sendAt)
  return registrationRequestId
}
