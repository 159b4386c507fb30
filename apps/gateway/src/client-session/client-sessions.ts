import { createHash } from 'node:crypto'
import { isMerchantId, type Merchant, ok, type ProductFilters, type Result, refuse } from '@silkgate/domain'
import type { Directory } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import { assetsPath } from '../product/index.ts'
import type { World } from '../world.ts'
import { insertSession, readSession } from './client-session.store.ts'
import type { SessionRequest } from './read-session-request.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly directory: Directory
  readonly publicUrl: string
  /** 128 random bits in hexadecimal digits. */
  readonly newSecret: () => string
}

/** How long a session is good. Source: the client API's two hours. */
const lifeMs = 2 * 60 * 60 * 1000

/** Session and customer ids begin with their merchant, so that a session is found within it. */
const idOf = (merchant: Merchant, secret: string): string => `${merchant.merchantId}-${secret}`

const hashOf = (clientSessionId: string): Buffer => createHash('sha256').update(clientSessionId).digest()

/** `Authorization: GCS v1Client:{clientSessionId}` */
const sessionIn = (authorization: string | undefined): { clientSessionId: string; merchantId: string } | undefined => {
  const [, clientSessionId, merchantId] = /^GCS v1Client:((\d{1,10})-[0-9a-f]{32})\s*$/.exec(authorization ?? '') ?? []
  if (clientSessionId === undefined || merchantId === undefined || !isMerchantId(merchantId)) return undefined
  return { clientSessionId, merchantId }
}

const noSession = {
  error: 'MISSING_OR_INVALID_AUTHORIZATION',
  message: 'The Authorization header has no client session, or one that is unknown or over.',
} as const

export type ClientSessions = ReturnType<typeof clientSessions>

/** The sessions in which a merchant's page may ask us in its name. */
export const clientSessions = ({ db, world, directory, publicUrl, newSecret }: Needs) => ({
  /** Opens a session, as Connect's SessionResponse. We keep no tokens, so whatever token is named is not valid. */
  open: async (merchant: Merchant, { filters, tokens }: SessionRequest) => {
    const [clientSessionId, customerId] = [idOf(merchant, newSecret()), idOf(merchant, newSecret())]
    const createdAt = world.now()
    await insertSession(db, {
      merchantId: merchant.merchantId,
      sessionHash: hashOf(clientSessionId),
      customerId,
      filters,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifeMs),
    })
    return {
      assetUrl: `${publicUrl}${assetsPath}`,
      clientApiUrl: `${publicUrl}/client`,
      clientSessionId,
      customerId,
      ...(tokens.length === 0 ? {} : { invalidTokens: tokens }),
      region: 'EU',
    }
  },

  /** Says for whom a page may ask, and about which products. A session is good for its own customer alone. */
  admit: async (
    authorization: string | undefined,
    customerId: string,
  ): Promise<Result<{ merchant: Merchant; filters: ProductFilters }>> => {
    const named = sessionIn(authorization)
    if (named === undefined) return refuse(noSession)
    const { merchantId, clientSessionId } = named
    const session = await readSession(db, { merchantId, sessionHash: hashOf(clientSessionId) }, world.now())
    const merchant = session && (await directory.merchant(merchantId))
    if (session === undefined || merchant === undefined) return refuse(noSession)
    if (session.customerId !== customerId) return refuse({ error: 'ACCESS_TO_CONSUMER_ID_NOT_ALLOWED' })
    return ok({ merchant, filters: session.filters })
  },
})
