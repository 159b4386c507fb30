import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'

type Key = {
  readonly merchantId: string
  readonly keyId: string
  readonly createdAt: string
  /** From then on it is refused; null where that is not decided. */
  readonly endsAt: string | null
  readonly isOver: boolean
}

export type ApiKey = Key & { readonly usedAt: string | null; readonly usedFrom: string | null }
export type WebhookKey = Key & { readonly signs: boolean }

/** A key that was just made. */
export type MadeKey = { readonly keyId: string; readonly secret: string; readonly endsAt?: string }

const often = { refetchInterval: 10_000 }

export const apiKeysOf = (merchant: string) =>
  queryOptions({
    queryKey: ['/api-keys', merchant],
    queryFn: () => ask<{ rows: readonly ApiKey[] }>(`/api-keys?merchant=${merchant}`),
    ...often,
  })

export const webhookKeysOf = (merchant: string) =>
  queryOptions({
    queryKey: ['/webhook-keys', merchant],
    queryFn: () => ask<{ rows: readonly WebhookKey[] }>(`/webhook-keys?merchant=${merchant}`),
    ...often,
  })

export type KeyKind = 'api-keys' | 'webhook-keys'

export const addKey = (merchantId: string, kind: KeyKind) =>
  ask<MadeKey>(`/merchants/${merchantId}/${kind}`, 'POST', {})

export const rotateKey = ({ merchantId, keyId }: ApiKey, overlapHours: string | undefined) =>
  ask<MadeKey>(`/merchants/${merchantId}/api-keys/${keyId}/rotation`, 'POST', { overlapHours })

export const useKey = ({ merchantId, keyId }: WebhookKey) =>
  ask(`/merchants/${merchantId}/webhook-keys/${keyId}/use`, 'POST', {})

export const endKey = ({ merchantId, keyId }: Key, kind: KeyKind) =>
  ask(`/merchants/${merchantId}/${kind}/${keyId}/end`, 'POST', {})
