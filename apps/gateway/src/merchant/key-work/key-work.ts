import type { ErrorCode, Merchant, MerchantId } from '@silkgate/domain'
import { type OperatorRequest, type SignedIn, seesMerchant } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import type { MasterKey } from '../../secret/master-key.ts'
import { addKey, rotateApiKey } from '../add-merchant.ts'
import { type KeyTable, listApiKeys, listKeys, readSigningKey, retireKey, useWebhookKey } from '../key.store.ts'

type Needs = {
  readonly db: Db
  readonly masterKey: MasterKey
  readonly now: () => Date
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
}

const hourMs = 3_600_000

/** A merchant's keys, by the same deeds as on the command line. A secret is told once, when it is made. */
export const keyWork = ({ db, masterKey, now, merchant }: Needs) => ({
  apiKeys: async (merchantId: MerchantId) =>
    (await listApiKeys(db, merchantId)).map((row) => ({
      ...{ merchantId, keyId: row.key_id, createdAt: row.created_at, endsAt: row.retired_at },
      ...{ isOver: row.retired_at !== null && row.retired_at <= now(), usedAt: row.used_at, usedFrom: row.address },
    })),

  webhookKeys: async (merchantId: MerchantId) => {
    const signing = await readSigningKey(db, merchantId)
    return (await listKeys(db, 'webhook_keys', merchantId)).map((row) => ({
      ...{ merchantId, keyId: row.key_id, createdAt: row.created_at, endsAt: row.retired_at },
      ...{ isOver: row.retired_at !== null, signs: row.key_id === signing?.key_id },
    }))
  },

  /** Makes a key; its secret is in the answer, and nowhere else. */
  add: (by: Pick<SignedIn, 'email'>, table: KeyTable, merchantId: MerchantId) =>
    addKey(db, masterKey, table, { merchantId, at: now(), by: by.email }),

  /** Makes an API key in place of another, which still signs for so long. Undefined where there is no such key in force. */
  rotate: (by: Pick<SignedIn, 'email'>, merchantId: MerchantId, keyId: string, overlapHours: number) => {
    const at = now()
    const endsAt = new Date(at.getTime() + overlapHours * hourMs)
    return rotateApiKey(db, masterKey, { merchantId, keyId, at, endsAt, by: by.email })
  },

  /** Signs webhooks with it from now on; false where there is no such key in force. */
  use: (by: Pick<SignedIn, 'email'>, merchantId: MerchantId, keyId: string) =>
    useWebhookKey(db, { merchantId, keyId, at: now(), by: by.email }),

  /** Ends a key at once; false where there is no such key in force. */
  end: (by: Pick<SignedIn, 'email'>, table: KeyTable, merchantId: MerchantId, keyId: string) =>
    retireKey(db, table, { merchantId, keyId, at: now(), by: by.email }),

  absentMerchant: async ({ by, params }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
    const { merchantId = '' } = params
    return seesMerchant(by, merchantId) && (await merchant(merchantId)) !== undefined
      ? undefined
      : 'INVALID_MERCHANT_ID'
  },
})

export type KeyWork = ReturnType<typeof keyWork>
